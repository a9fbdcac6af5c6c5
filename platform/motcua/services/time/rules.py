"""The rules that one dossier follows: the province's profile with what its procedure decides otherwise (R-29)."""

from __future__ import annotations

from motcua.domain.profile import Profile
from motcua.services.version.versions import Version
from motcua.services.work import Work


def of(work: Work, version: Version) -> Profile:
    """The profile of a dossier of this version; a released version holds no setting that is not understood."""
    return work.house.profile.with_settings(version.facts.settings)
