-- What was ordered is kept with every order, direct ones too, and read from there; `content` serves comparison alone.
-- Commands without personal data stand here in canonical form (src/kernel/canonical.ts); `command` is the sealed form
-- of the others, and of orders from before.
alter table orders add column plain_command text;

-- Direct orders from before kept their words only as the texts they are compared by. What those still tell is put
-- into the canonical form: amounts bare, other numbers with a point. Long values are digests there and are left out
-- (a confirmation's details, whose postings stand in the journal) or taken from the project.
create function pg_temp.canonical_text(value text) returns text language sql immutable
  return case when value is null then 'null' else to_json(value)::text end;

update orders o set plain_command = case o.verb
  when 'AUTO_HOLD' then format(
    '{"amount":%s,"kind":%s,"projectNo":%s,"redPacket":%s,"userNo":%s,"verb":"AUTO_HOLD"}',
    c.content->>'amount', to_json(c.content->>'kind'), to_json(c.content->>'projectNo'), c.content->>'redPacket',
    to_json(c.content->>'userNo'))
  when 'CANCEL_HOLD' then format(
    '{"amount":%s,"holdNo":%s,"verb":"CANCEL_HOLD"}', c.content->>'amount', to_json(c.content->>'holdNo'))
  when 'MODIFY_PROJECT' then format(
    '{"amount":%s,"projectNo":%s,"status":%s,"verb":"MODIFY_PROJECT"}',
    coalesce(c.content->>'amount', 'null'), to_json(c.content->>'projectNo'),
    pg_temp.canonical_text(c.content->>'status'))
  when 'CONFIRM_LOAN' then format(
    '{"commission":%s,"details":[],"projectNo":%s,"verb":"CONFIRM_LOAN"}',
    c.content->>'commission', to_json(c.content->>'projectNo'))
  when 'CONFIRM_REPAYMENT' then format(
    '{"commission":%s,"details":[],"holdNo":%s,"projectNo":%s,"verb":"CONFIRM_REPAYMENT"}',
    c.content->>'commission', to_json(c.content->>'holdNo'), to_json(c.content->>'projectNo'))
  when 'CREATE_PROJECT' then format(
    '{"amount":%s,"borrowerNo":%s,"description":%s,"name":%s,"periodDays":%s,"projectNo":%s,"rate":%s,'
      || '"repaymentWay":%s,"verb":"CREATE_PROJECT"}',
    c.content->>'amount', to_json(c.content->>'borrowerNo'),
    pg_temp.canonical_text(case when c.content->>'description' like 'sha256:%' then p.description
      else c.content->>'description' end),
    to_json(case when c.content->>'name' like 'sha256:%' then coalesce(p.name, '') else c.content->>'name' end),
    coalesce((c.content->>'periodDays') || '.0', 'null'), to_json(c.content->>'projectNo'),
    to_json(c.content->>'rate'), to_json(c.content->>'repaymentWay'))
  end
from (select platform_id, request_no, content::jsonb as content from orders where command is null) c
left join projects p on p.platform_id = c.platform_id and p.project_no = c.content->>'projectNo'
where o.platform_id = c.platform_id and o.request_no = c.request_no and o.command is null;

drop function pg_temp.canonical_text(text);
