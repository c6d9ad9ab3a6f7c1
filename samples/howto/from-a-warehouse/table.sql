-- What the warehouse holds: a row a KPI and month, written by your own jobs.
create table kpi_value (kpi text, period date, value numeric, note text);
insert into kpi_value values
  ('DWH-0017', '2026-01-01', 412.50, null),
  ('DWH-0017', '2026-02-01', 398.00, null),
  ('DWH-0017', '2026-03-01', 441.25, 'Easter came early'),
  ('shop.returns', '2026-01-01', 6.1, null),
  ('shop.returns', '2026-02-01', 5.8, null),
  ('shop.returns', '2026-03-01', null, null);
