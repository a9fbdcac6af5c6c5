"""The SQL of the lists: which rows are somebody's, and in which list each of them stands.

Ten thousand rows go through it at every look at a busy desk: it joins nothing but steps and dossiers, and tells
lists apart by their number. Values stand as `%(name)s`, for the driver: see `store.driver.planned`.
"""

from __future__ import annotations

from typing import Final

# The lists in the order in which they are shown, what burns first; rows know them by their place here.
LISTS: Final = (
    "overdue", "delayed", "soon", "new", "process", "result", "closing", "supplement", "payment", "paused",
)  # fmt: skip
OVERDUE, DELAYED, SOON, NEW, PROCESS, RESULT, CLOSING, SUPPLEMENT, PAYMENT, PAUSED = range(len(LISTS))

_STEP: Final = (
    "s.id as step_row, s.agency_id as at_agency, s.step_id, s.holder_id, s.due_at as step_due, s.phase"
)
_NO_STEP: Final = (
    "cast(null as bigint) as step_row, d.agency_id as at_agency, '' as step_id, cast(null as bigint) as holder_id,"
    " cast(null as timestamptz) as step_due, '' as phase"
)
_DOSSIER: Final = (
    "d.id as dossier_id, d.version_id, d.procedure_id, d.agency_id, d.state, d.channel, d.due_at, d.intake_due_at,"
    " d.accepted_counted_at, d.accepted_at, d.result_at, d.returned_at, d.submitted_at"
)
# Every step is done, and nobody has confirmed it yet; as the index has it.
_UNCONFIRMED: Final = "d.engine_ended and d.result_at is null and d.state in ('accepted', 'processing')"
_AT_DESK: Final = "d.closed_at is null and d.agency_id = any(cast(%(desk_agencies)s as bigint[]))"
_IS_DESK: Final = """(d.version_id, d.agency_id) in (
        select * from unnest(cast(%(desk_versions)s as bigint[]), cast(%(desk_agencies)s as bigint[])))"""

# What waits in the groups of places, named by a word; where a narrower binding may have replaced the accounts' own,
# each step is asked whether it has. The offset has them looked up by place, never among all that waits.
IN_PLACES: Final = f"""
    select {_STEP}, {_DOSSIER}
    from unnest(cast(%({{0}}_agencies)s as bigint[]), cast(%({{0}}_positions)s as text[])) as p (agency_id, position)
        cross join lateral (
            select * from dossier_step w
            where w.agency_id = p.agency_id and w.position = p.position and w.left_at is null
                and w.holder_id is null and w.phase = any(cast(%(phases)s as text[]))
            offset 0
        ) s
        join dossier d on d.id = s.dossier_id
    where d.closed_at is null {{asked}} {{sought}}
    union all"""  # noqa: S608 - put together of constants

# What waits in the groups of the accounts, what they hold, and what their desks have to act on.
ROWS_OF_PEOPLE: Final = f"""
with scoped as ({{places}}
    select {_STEP}, {_DOSSIER}
    from dossier_step s join dossier d on d.id = s.dossier_id
    where s.left_at is null and s.holder_id = any(cast(%(accounts)s as bigint[]))
        and s.phase = any(cast(%(phases)s as text[])) and d.closed_at is null {{sought}}
    union all
    select {_NO_STEP}, {_DOSSIER}
    from dossier d
    where {_AT_DESK} and d.state = any(cast(%(results)s as text[]) || cast(%(closings)s as text[]))
        and {_IS_DESK} {{sought}}
    union all
    select {_NO_STEP}, {_DOSSIER}
    from dossier d where {_AT_DESK} and {_UNCONFIRMED} and {_IS_DESK} {{sought}}
)"""  # noqa: S608 - put together of constants

# Everything open that these agencies received or have a step of.
ROWS_OF_AGENCIES: Final = f"""
with scoped as (
    select {_STEP}, {_DOSSIER}
    from dossier_step s join dossier d on d.id = s.dossier_id
    where s.left_at is null and s.agency_id = any(cast(%(agencies)s as bigint[]))
        and d.agency_id <> all(cast(%(agencies)s as bigint[])) and d.closed_at is null {{limited}} {{sought}}
    union all
    select s.id, coalesce(s.agency_id, d.agency_id), coalesce(s.step_id, ''), s.holder_id, s.due_at,
        coalesce(s.phase, ''), {_DOSSIER}
    from dossier d left join dossier_step s on s.dossier_id = d.id and s.left_at is null
    where d.closed_at is null and d.agency_id = any(cast(%(agencies)s as bigint[])) {{limited}} {{sought}}
)"""  # noqa: S608 - put together of constants
# Everything open of a procedure, wherever it is.
ROWS_OF_PROCEDURE: Final = f"""
with scoped as (
    select s.id as step_row, coalesce(s.agency_id, d.agency_id) as at_agency, coalesce(s.step_id, '') as step_id,
        s.holder_id, s.due_at as step_due, coalesce(s.phase, '') as phase, {_DOSSIER}
    from dossier d left join dossier_step s on s.dossier_id = d.id and s.left_at is null
    where d.closed_at is null and d.procedure_id = %(procedure_id)s
)"""  # noqa: S608 - put together of constants
# Some of the agencies are the viewer's for a field of government only, written as "agency/field".
LIMITED: Final = """
        and (s.agency_id = any(cast(%(whole)s as bigint[])) or d.agency_id = any(cast(%(whole)s as bigint[]))
            or exists (select 1 from procedure p where p.id = d.procedure_id
                and (s.agency_id || '/' || p.field = any(cast(%(fields)s as text[]))
                    or d.agency_id || '/' || p.field = any(cast(%(fields)s as text[])))))"""

# One list for every row. A clock that stands burns nothing; what has a result is no longer late. The offset keeps the
# list of a row from being worked out for each column that asks for it.
JUDGED: Final = f""", listed as (
    select w.*, case
        when w.state = any(cast(%(results)s as text[])) then {RESULT}
        when w.state = any(cast(%(closings)s as text[])) then {CLOSING}
        when w.state = 'waiting_supplement' then {SUPPLEMENT}
        when {{stands}}
            then case w.state when 'waiting_payment' then {PAYMENT} else {PAUSED} end
        when w.accepted_at is null then case
            when w.intake_due_at < cast(%(now)s as timestamptz)
                and (cast(%(intake_binds)s as boolean) <> (w.version_id = any(cast(%(intake_others)s as bigint[]))))
                then {OVERDUE}
            else {NEW} end
        when w.due_at < cast(%(now)s as timestamptz) and w.result_at is null then {OVERDUE}
        when w.step_due < cast(%(now)s as timestamptz) then {DELAYED}
        when w.step_due < {{soon_at_step}} or w.due_at < {{soon_at_desk}} then {SOON}
        when w.state = 'waiting_payment' then {PAYMENT}
        when w.step_row is not null and w.holder_id is null then {NEW}
        else {PROCESS} end as rank,
        w.phase = 'receive' and w.accepted_counted_at < {{late_before}} as is_late_transfer
    from scoped w
    offset 0
), judged as materialized (
    select rank, procedure_id, agency_id, step_id, channel, holder_id, is_late_transfer, at_agency, dossier_id, step_row,
        coalesce(step_row, -dossier_id) as key,
        case rank
            when {OVERDUE} then case when accepted_at is null then intake_due_at else due_at end
            when {DELAYED} then step_due
            when {RESULT} then coalesce(result_at, submitted_at)
            when {CLOSING} then coalesce(returned_at, submitted_at)
            else coalesce(least(step_due, due_at), intake_due_at) end as burns_at
    from listed
)"""  # noqa: S608 - put together of constants

# Some pause of the dossier lasts: of a reason that stops the clocks of most versions, or of its own.
STANDS: Final = """exists (
            select 1 from clock_interval i where i.dossier_id = w.dossier_id
                and i.kind = 'dossier' and i.reason <> 'running' and i.ended_at is null and {reason})"""
STOPS: Final = "i.reason = any(cast(%(stopping)s as text[]))"
STOPS_BY_VERSION: Final = """case when w.version_id = any(cast(%(own_versions)s as bigint[]))
                    then w.version_id || ' ' || i.reason = any(cast(%(own_stopping)s as text[]))
                    else i.reason = any(cast(%(stopping)s as text[])) end"""

_KIND: Final = "rank, procedure_id, agency_id, step_id, channel, holder_id, is_late_transfer, at_agency"
FOUND: Final = f""", counted as (
    select {_KIND}, count(*) as many, min(burns_at) as burns_at from judged group by {_KIND}
), page as (
    select * from judged where {{where}} order by rank, burns_at, key limit cast(%(limit)s as int)
)
select {_KIND}, many, burns_at, null as key, null as dossier_id, null as step_row from counted
union all
(select {_KIND}, 1, burns_at, key, dossier_id, step_row from page order by rank, burns_at, key)"""  # noqa: S608

# The overview: what is due by midnight is today's, whatever list it stands in; then the oldest of what is overdue.
TALLIED: Final = f""", tallied as (
    select at_agency, procedure_id, holder_id, step_row is null as at_desk, count(*) as open,
        count(*) filter (where rank = {OVERDUE}) as overdue, count(*) filter (where rank = {DELAYED}) as delayed,
        count(*) filter (where rank = {SOON}) as soon,
        count(*) filter (
            where rank in ({SOON}, {NEW}, {PROCESS}) and burns_at < cast(%(midnight)s as timestamptz)) as today
    from judged group by at_agency, procedure_id, holder_id, step_row is null
), worst as (
    select * from judged where rank = {OVERDUE} order by burns_at, key limit cast(%(limit)s as int)
)
select at_agency, procedure_id, holder_id, at_desk, open, overdue, delayed, soon, today, null as dossier_id,
    null as step_row, cast(null as int) as rank, false as is_late_transfer, cast(null as timestamptz) as burns_at
from tallied
union all
(select at_agency, procedure_id, holder_id, false, 1, 1, 0, 0, 0, dossier_id, step_row, rank, is_late_transfer, burns_at
    from worst order by burns_at, key)"""  # noqa: S608 - put together of constants

# Dossiers by version and step, each version's all once more; a dossier in two branches stands at both steps.
PLACED: Final = f"""
select d.version_id, j.step_id, grouping(j.step_id) = 1 as is_total, count(distinct d.id) as open,
    count(distinct d.id) filter (where j.rank = {OVERDUE}) as overdue,
    count(distinct d.id) filter (where j.rank = {DELAYED}) as delayed
from judged j join dossier d on d.id = j.dossier_id
group by grouping sets ((d.version_id, j.step_id), (d.version_id))
order by d.version_id, j.step_id"""  # noqa: S608 - put together of constants

FILTERS: Final = {
    "list": "rank = %(wanted_list)s",
    "field": "procedure_id in (select id from procedure where field = %(wanted_field)s)",
    "procedure": "procedure_id = (select id from procedure where code = %(wanted_procedure)s)",
    "agency": "agency_id = (select id from agency where code = %(wanted_agency)s)",
    "step": "step_id = %(wanted_step)s",
    "channel": "channel = %(wanted_channel)s",
    "holder": "coalesce(cast(holder_id as text), 'group') = %(wanted_holder)s and step_row is not null",
    "at": "at_agency = (select id from agency where code = %(wanted_at)s)",
    "is_late_transfer": "is_late_transfer",
}
AFTER: Final = """(rank, burns_at, key) >
        (cast(%(after_rank)s as int), cast(%(after_burns)s as timestamptz), cast(%(after_key)s as bigint))"""

# The (version, agency) of what waits for a desk.
DESKS: Final = f"""
    select d.version_id, d.agency_id from dossier d
    where d.closed_at is null and d.agency_id = any(cast(:agencies as bigint[]))
        and d.state = any(cast(:states as text[]))
    union
    select d.version_id, d.agency_id from dossier d
    where d.closed_at is null and d.agency_id = any(cast(:agencies as bigint[])) and {_UNCONFIRMED}
"""  # noqa: S608 - put together of constants
# One typed word: in the applicant's name, the dossier's code or what the procedure is found by.
WORD: Final = """ and (d.applicant_folded like %(word{0})s or lower(d.code) like %(word{0})s
    or d.procedure_id in (select id from procedure where search_text like %(word{0})s))"""
