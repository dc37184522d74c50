"""Samenspel: is the purpose of a cooperation shared, by whom, and who has not been heard?"""

__version__ = "0.4.0"
