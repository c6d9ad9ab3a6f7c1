-- Every KPI of the shop, the months that are over.
select kpi, period, value, note
from kpi_value
where period < date_trunc('month', current_date)
order by kpi, period;
