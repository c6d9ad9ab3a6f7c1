-- The stations' log has a row a day and gate area; what comes back is a value a month.
with log as (
  select 'gates_' || area || '.turns' as kpi, day, turns as value from 'sources/turns.csv'
  union all
  select 'ground.handling_cost', day, cost from 'sources/turns.csv'
)
select kpi, date_trunc('month', day) as period, sum(value) as value
from log
group by all
order by all;
