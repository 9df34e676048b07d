"""The report of a run: one HTML file that needs nothing from elsewhere."""

from evaluation.report.writing import REPORT, write_report

__all__ = ["REPORT", "write_report"]
