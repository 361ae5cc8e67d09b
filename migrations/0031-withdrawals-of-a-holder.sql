-- older programs may serve
-- They look for nothing by the new index.
-- A card is unbound only when no withdrawal of its member is under way: looked for each time.
create index withdrawals_by_holder on withdrawals (platform_id, holder_no);
