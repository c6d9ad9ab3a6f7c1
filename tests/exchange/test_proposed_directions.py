"""Which way is better, as the words of usual labels propose it: judged by what they mean, and none where they leave a doubt."""

from __future__ import annotations

import pytest

from bsctui.exchange.reading.words import proposed_direction
from bsctui.model.entities import Better

HIGHER = """
On-time delivery
Departures on time
Training hours per head
Employees trained
Customer satisfaction
Net promoter score (NPS)
Would recommend us
Customer retention
Staff engagement
Revenue
Sales per employee
Net profit margin
Return on equity
Market share
Revenue per customer
Machine availability
System uptime
Labour productivity
First-time fix rate
Calls answered within 20 seconds
Orders delivered on schedule
Inventory turnover
Recycling rate
Projects completed
Forecast accuracy
Days of cash on hand
Volunteer hours
Active members
Vaccination coverage
Audit compliance
Graduation rate
"""
LOWER = """
Lost-time injury frequency
No. of accidents
Operations cancelled
Equipment failures
Time to hire
Days until a refund is paid
Days sick
Sick leave
Complaints per 1,000 passengers
Unit cost
Cost per case
Absence rate
Absenteeism
Staff turnover
Voluntary turnover
Customer churn
Lead time
Order cycle time
Waiting time in the emergency room
Response time
Time to hire
Time on the ground
Minutes at the quay
Minutes late
Defects per million
Reportable incidents
Overdue invoices
Overtime
Backlog
Unplanned downtime
Product returns
Days overdue
CO2 emissions
Energy consumption
Vacant posts
Infections per 1,000 bed days
Scrap rate
"""
DOUBTFUL = """
Sales returns
Sales cycle
Compliance breaches
Profit warnings
Completion time
Coverage gaps
Cash flow deficit
Decline in sales
Market share of competitors
Cost recovery
Waste diverted from landfill
Days worked
Days payable outstanding
Clean air days
Incidents reported
Error-free orders
Defect-free rate
Zero-accident days
Days without accidents
Days since the last incident
Non-compliance
Customer dissatisfaction
Invoices not paid on time
Poor quality
Missed sales
Members lost
Hours lost to strikes
CO2 reduction
Emissions avoided
Costs saved
Defects found in testing
Unavailability
Inefficiency
Unresolved tickets
Training cost
Days sales outstanding
Returned within 14 hours
Bed occupancy
Beds closed
Headcount growth
Turnover
Opening hours
Hours
Minutes of exercise
Returns
Full-time staff
Headcount
Population
Transactions
Tickets
Complaints resolved on time
Cost savings
Inventory
Share of women
Price per litre
Debt coverage
"""


def labels(text):
    return text.strip().splitlines()


@pytest.mark.parametrize(
    ("label", "better"),
    [(label, Better.HIGHER) for label in labels(HIGHER)]
    + [(label, Better.LOWER) for label in labels(LOWER)]
    + [(label, None) for label in labels(DOUBTFUL)],
)
def test_words_propose_what_a_label_means_and_nothing_where_they_leave_a_doubt(label, better):
    assert proposed_direction(label) is better
