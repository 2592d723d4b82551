"""Invented owners, people and two years of cases, for showing the product and for its tests.

Deterministic: the same day gives the same data. What has a life (rounds, applications, proposals,
consultations, cover) is played through the services, never written as finished rows.
"""
