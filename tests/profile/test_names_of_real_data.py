"""Names on all real data, for every number of segments: true, unique, short."""

import numpy as np
import pytest

import personae
from personae.profile.describe import describe
from personae.profile.naming import MAX_NAME


@pytest.mark.parametrize(
    ("file", "options"),
    [
        ("mall_customers.csv", {}),
        ("wholesale.csv", {"id": ("row",)}),
        ("rfm_orders.csv", {}),
        ("cdnow_customers_summary.csv", {}),
        pytest.param("online_retail.csv.gz", {}, marks=pytest.mark.full),
    ],
)
def test_names_say_high_only_where_mean_and_median_are_above_everybodys(data_folder, file, options):
    result = personae.segment(data_folder / file, k_max=6, **options)
    table = result.customers.table
    for fit in result.choice.fits.values():
        told = describe(
            result.customers,
            selection=result.selection,
            space=result.space,
            X=result.X,
            choice=result.choice,
            fit=fit,
            silhouette=None,
        )
        names = [item.name for item in told.segments]
        assert len({name.casefold() for name in names}) == len(names)
        assert not [name for name in names if len(name) > MAX_NAME or name.startswith("Segment")]
        for item in told.segments:
            for column, level in item.claims:
                values = table.column(column).to_numpy()
                own = values[fit.labels == item.segment - 1]
                sign = 1.0 if level == "high" else -1.0
                assert sign * (np.nanmean(own) - np.nanmean(values)) > 0.0
                assert sign * (np.nanmedian(own) - np.nanmedian(values)) > 0.0
