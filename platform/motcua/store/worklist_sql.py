"""The SQL of the lists: which rows are somebody's, and in which list each of them stands."""

from __future__ import annotations

from typing import Final

_STEP: Final = """
    select s.id as step_row, s.dossier_id, s.agency_id as at_agency, s.position, s.step_id, s.holder_id,
        s.due_at as step_due, s.phase
    from dossier_step s"""

# What waits in the groups of the accounts, or is held by them. A narrower binding replaces the wider: that is
# asked once for every kind of step, not for every step.
ROWS_OF_PEOPLE: Final = f"""
with place as materialized (
    select distinct agency_id, position from group_member where account_id = any(cast(:accounts as bigint[]))
), waiting as materialized ({_STEP}
    join place p on p.agency_id = s.agency_id and p.position = s.position
    where s.left_at is null and s.holder_id is null and s.phase = any(cast(:phases as text[]))
    union all {_STEP}
    where s.left_at is null and s.holder_id = any(cast(:accounts as bigint[])) and s.phase = any(cast(:phases as text[]))
), found as materialized (
    select w.*, d.version_id, d.procedure_id, d.agency_id, d.state, d.channel, d.due_at, d.intake_due_at,
        d.accepted_counted_at, d.accepted_at, d.result_at, d.returned_at, d.submitted_at
    from waiting w join dossier d on d.id = w.dossier_id
    where d.closed_at is null {{sought}}
), kind as (
    select distinct f.at_agency, f.position, f.procedure_id, f.step_id, p.code
    from found f join procedure p on p.id = f.procedure_id
    where f.holder_id is null
), ours as materialized (
    select k.at_agency, k.position, k.procedure_id, k.step_id from kind k where {{serves}}
), scoped as (
    select f.* from found f where f.holder_id is not null
    union all
    select f.* from found f join ours o using (at_agency, position, procedure_id, step_id)
    where f.holder_id is null
    union all
    select cast(null as bigint), d.id, d.agency_id, '', '', cast(null as bigint),
        cast(null as timestamptz), '', d.version_id, d.procedure_id, d.agency_id, d.state,
        d.channel, d.due_at, d.intake_due_at, d.accepted_counted_at, d.accepted_at, d.result_at, d.returned_at,
        d.submitted_at
    from dossier d
    where d.closed_at is null and d.agency_id = any(cast(:desk_agencies as bigint[]))
        and (d.state = any(cast(:results as text[])) or d.state = any(cast(:closings as text[]))
            or (d.engine_ended and d.state in ('accepted', 'processing')))
        and (d.version_id, d.agency_id) in (
            select * from unnest(cast(:desk_versions as bigint[]), cast(:desk_agencies as bigint[]))) {{sought}}
)"""  # noqa: S608 - put together of constants

# Everything open that these agencies received or have a step of.
ROWS_OF_AGENCIES: Final = f"""
with handled as materialized ({_STEP}
    join dossier d on d.id = s.dossier_id
    where s.left_at is null and s.agency_id = any(cast(:agencies as bigint[]))
        and d.agency_id <> all(cast(:agencies as bigint[])) and d.closed_at is null
), received as materialized (
    select s.id as step_row, d.id as dossier_id, coalesce(s.agency_id, d.agency_id) as at_agency,
        coalesce(s.position, '') as position, coalesce(s.step_id, '') as step_id, s.holder_id,
        s.due_at as step_due, coalesce(s.phase, '') as phase
    from dossier d left join dossier_step s on s.dossier_id = d.id and s.left_at is null
    where d.closed_at is null and d.agency_id = any(cast(:agencies as bigint[]))
), scoped as (
    select w.*, d.version_id, d.procedure_id, d.agency_id, d.state, d.channel, d.due_at, d.intake_due_at,
        d.accepted_counted_at, d.accepted_at, d.result_at, d.returned_at, d.submitted_at
    from (select * from handled union all select * from received) w join dossier d on d.id = w.dossier_id
        join procedure p on p.id = d.procedure_id
    where (w.at_agency = any(cast(:whole as bigint[])) or d.agency_id = any(cast(:whole as bigint[]))
        or (w.at_agency || '/' || p.field) = any(cast(:fields as text[]))
        or (d.agency_id || '/' || p.field) = any(cast(:fields as text[]))) {{sought}}
)"""  # noqa: S608 - put together of constants

# One list for every row. A clock that stands burns nothing; what has a result is no longer late.
JUDGED: Final = """, standing as materialized (
    select distinct i.dossier_id from clock_interval i join dossier d on d.id = i.dossier_id
    where i.kind = 'dossier' and i.reason <> 'running' and i.ended_at is null
        and (d.version_id, i.reason) in (
            select * from unnest(cast(:stopping_versions as bigint[]), cast(:stopping_reasons as text[])))
), horizon as materialized (
    select * from unnest(cast(:horizon_agencies as bigint[]), cast(:horizon_versions as bigint[]),
            cast(:horizon_soon as timestamptz[]), cast(:horizon_late as timestamptz[]))
        as h (agency_id, version_id, soon_at, late_before)
), listed as (
    select w.*, case
        when w.state = any(cast(:results as text[])) then 'result'
        when w.state = any(cast(:closings as text[])) then 'closing'
        when w.state = 'waiting_supplement' then 'supplement'
        when t.dossier_id is not null then case w.state when 'waiting_payment' then 'payment' else 'paused' end
        when w.accepted_at is null then
            case when w.intake_due_at < cast(:now as timestamptz) and cast(:intake_binds as boolean) then 'overdue' else 'new' end
        when w.due_at < cast(:now as timestamptz) and w.result_at is null then 'overdue'
        when w.step_due < cast(:now as timestamptz) then 'delayed'
        when w.step_due < hs.soon_at or w.due_at < hd.soon_at then 'soon'
        when w.state = 'waiting_payment' then 'payment'
        when w.step_row is not null and w.holder_id is null then 'new'
        else 'process' end as list,
        w.phase = 'receive' and w.accepted_counted_at < hd.late_before as is_late_transfer
    from scoped w
    left join standing t on t.dossier_id = w.dossier_id
    left join horizon hs on hs.agency_id = w.at_agency
        and hs.version_id = case when w.version_id = any(cast(:deciding as bigint[])) then w.version_id else 0 end
    left join horizon hd on hd.agency_id = w.agency_id
        and hd.version_id = case when w.version_id = any(cast(:deciding as bigint[])) then w.version_id else 0 end
), judged as (
    select l.*, p.field, array_position(cast(:lists as text[]), l.list) as rank,
        coalesce(l.step_row, -l.dossier_id) as key,
        case l.list
            when 'overdue' then coalesce(case when l.accepted_at is null then l.intake_due_at end, l.due_at)
            when 'delayed' then l.step_due
            when 'result' then coalesce(l.result_at, l.submitted_at)
            when 'closing' then coalesce(l.returned_at, l.submitted_at)
            else coalesce(least(l.step_due, l.due_at), l.intake_due_at) end as burns_at
    from listed l join procedure p on p.id = l.procedure_id
)"""

FILTERS: Final = {
    "list": "list = :wanted_list",
    "field": "field = :wanted_field",
    "procedure": "procedure_id = (select id from procedure where code = :wanted_procedure)",
    "agency": "agency_id = (select id from agency where code = :wanted_agency)",
    "step": "step_id = :wanted_step",
    "channel": "channel = :wanted_channel",
    "holder": "coalesce(cast(holder_id as text), 'group') = :wanted_holder and step_row is not null",
    "is_late_transfer": "is_late_transfer",
}
AFTER: Final = "(rank, burns_at, key) > (cast(:after_rank as int), cast(:after_burns as timestamptz), cast(:after_key as bigint))"

# One typed word: in the applicant's name, the dossier's code or what the procedure is found by.
WORD: Final = """ and (d.applicant_folded like :word{0} or lower(d.code) like :word{0}
    or d.procedure_id in (select id from procedure where search_text like :word{0}))"""
