-- When is anything due next, and for which platforms: asked once a second for all platforms together. So the due time
-- leads, against the rule for keys; these indexes hold nothing but what waits (docs/adr/0006).
create index orders_next on orders (expires_at, platform_id) where state = 'OPEN';
create index deposits_next on deposits (due_at, platform_id) where state = 'HANDED';
create index withdrawals_next on withdrawals (due_at, platform_id) where state in ('WAITING', 'SENT');
create index bank_reports_next on bank_reports (received_at, platform_id) where processed_at is null;
create index notices_next on notices (due_at, platform_id) where state = 'PENDING';
