"""Make many documents for load tests from the few of `corpus/`. Users never need it."""
