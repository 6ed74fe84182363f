"""Customer tables and fits made by hand, so that these tests need no other room to work."""

from __future__ import annotations

import csv

import numpy as np
import pyarrow as pa
import pytest

from personae.cluster.agreement import Agreement
from personae.cluster.evidence import Evidence, KChoice, KMeansFit
from personae.cluster.firmness import Firmness
from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Ledger
from personae.features.select import FeatureSelection
from personae.features.space import FeatureSpace, SpaceStep
from personae.profile.describe import describe


def make_customers(columns, data, *, kind="customers", ids=None, **more):
    """Build customers from columns and their values; ids are counted unless given."""
    n = len(next(iter(data.values())))
    ids = ids if ids is not None else [f"{row:07d}" for row in range(n)]
    arrow = {"number": pa.float64(), "category": pa.string()}
    table = pa.table(
        {c.name: pa.array(data[c.name], arrow[c.type], from_pandas=True) for c in columns}
    )
    nothing = pa.table(
        {
            "line": pa.array([], pa.int64()),
            "code": pa.array([], pa.string()),
            "reason": pa.array([], pa.string()),
        }
    )
    return Customers(
        kind,
        pa.array(ids, pa.string()),
        table,
        tuple(columns),
        Ledger(n, n, 0, 0, (), nothing),
        **more,
    )


def standard_space(customers, features):
    """Return z-scores of the features (missing values as the median) and their space."""
    steps, axes = [], []
    for name in features:
        values = customers.table.column(name).to_numpy().astype(float)
        fill = float(np.nanmedian(values))
        values = np.where(np.isnan(values), fill, values)
        mean, scale = float(values.mean()), float(values.std()) or 1.0
        steps.append(SpaceStep(name, None, fill, None, None, False, mean, scale, 1.0, "", 0.0, 0.0))
        axes.append((values - mean) / scale)
    return FeatureSpace("standard", tuple(steps)), np.column_stack(axes)


def describe_labels(
    customers,
    features,
    labels,
    *,
    stability=None,
    unchanged=None,
    silhouette=None,
    given_names=None,
):
    """Describe a labelling, numbered by falling size, as if K-means had found it."""
    labels = np.asarray(labels)
    sizes = np.bincount(labels)
    rank = np.empty(len(sizes), dtype=int)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    labels = rank[labels]
    k = len(sizes)
    space, X = standard_space(customers, features)
    centers = np.array([X[labels == j].mean(axis=0) for j in range(k)])
    inertia = float(((X - centers[labels]) ** 2).sum())
    fit = KMeansFit(centers, labels.astype(np.int32), inertia, 1, True)
    row = Evidence(
        k,
        inertia,
        0.0,
        0.0,
        0.0,
        len(X),
        True,
        0.0,
        0.0,
        tuple(stability or ()),
        0.0,
        True,
        tuple(np.bincount(labels).tolist()),
    )
    return describe(
        customers,
        selection=FeatureSelection(tuple(features), "given", "", ()),
        space=space,
        X=X,
        choice=KChoice(k, "given", "", (), "stable", (row,), {k: fit}),
        fit=fit,
        silhouette=silhouette,
        firmness=firm_if_measured(stability, unchanged),
        given_names=given_names,
    )


def firm_if_measured(stability, unchanged):
    """Return who stays when the features move: everybody, unless told otherwise."""
    if stability is None:
        return None
    everybody = (1.0,) * len(stability)
    return Firmness(unchanged or everybody, (0.02,) * len(stability), Agreement(0.9, 0.9))


def nearest_labels(X, centers):
    """Return the nearest of some hand-set centres."""
    X = np.asarray(X, dtype=float)
    return ((X[:, None, :] - np.asarray(centers)[None]) ** 2).sum(axis=2).argmin(axis=1)


@pytest.fixture(name="make_customers", scope="session")
def make_customers_fixture():
    return make_customers


@pytest.fixture(name="describe_labels", scope="session")
def describe_labels_fixture():
    return describe_labels


MALL_COLUMNS = (
    CustomerColumn("Gender", "category", "sensitive"),
    CustomerColumn("Age", "number", "sensitive", "age"),
    CustomerColumn("Annual Income (k$)", "number", "behaviour", "income"),
    CustomerColumn("Spending Score (1-100)", "number", "behaviour", "spend"),
)
MALL_FEATURES = ("Annual Income (k$)", "Spending Score (1-100)")


@pytest.fixture(scope="session")
def mall(data_folder):
    """Mall's 200 customers, sorted by id as text."""
    with (data_folder / "mall_customers.csv").open(newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["CustomerID"].encode())
    data = {
        c.name: [float(row[c.name]) if c.type == "number" else row[c.name] for row in rows]
        for c in MALL_COLUMNS
    }
    return make_customers(MALL_COLUMNS, data, ids=[row["CustomerID"] for row in rows])


@pytest.fixture(scope="session")
def mall_five(mall):
    """The published five segments of Mall: the nearest of the five centres of k = 5."""
    centers = [
        (55.2963, 49.5185),
        (86.5385, 82.1282),
        (88.2, 17.1143),
        (26.3043, 20.913),
        (25.7273, 79.3636),
    ]
    X = np.column_stack([mall.table.column(name).to_numpy() for name in MALL_FEATURES])
    return describe_labels(
        mall, MALL_FEATURES, nearest_labels(X, centers), stability=(0.9, 0.95, 0.92, 0.7, 0.5)
    )


def shop(rng, n=600):
    """A shop's customers with five kinds of them, as a purchase log would give them."""
    kinds = np.arange(n) % 5
    #                regulars  lost-once  new       big-rare  lapsed-good
    recency = np.array([10, 300, 12, 60, 120])[kinds] + rng.integers(0, 9, n)
    frequency = np.array([20, 1, 1, 3, 15])[kinds] + rng.integers(0, 2, n) * (kinds % 3 == 0)
    basket = np.array([50, 20, 25, 400, 90])[kinds] * rng.uniform(0.9, 1.1, n)
    tenure = np.array([350, 305, 30, 330, 720])[kinds] + rng.integers(0, 5, n)
    gap = np.where(frequency > 1, (tenure - recency) / np.maximum(frequency - 1, 1), np.nan)
    column = CustomerColumn
    columns = (
        column(
            "recency_days", "number", "behaviour", "recency", "days", "days since the last purchase"
        ),
        column("frequency", "number", "behaviour", "frequency", "orders", "number of orders"),
        column("monetary", "number", "behaviour", "spend", "money", "money spent"),
        column("average_order_value", "number", "behaviour", "basket", "money", "money per order"),
        column(
            "tenure_days", "number", "behaviour", "tenure", "days", "days since the first purchase"
        ),
        column(
            "days_between_orders", "number", "behaviour", "gap", "days", "days between two orders"
        ),
    )
    data = {
        "recency_days": recency.astype(float),
        "frequency": frequency.astype(float),
        "monetary": basket * frequency,
        "average_order_value": basket,
        "tenure_days": tenure.astype(float),
        "days_between_orders": gap,
    }
    customers = make_customers(columns, data, kind="transactions", money="monetary", currency="£")
    return customers, kinds


@pytest.fixture(scope="session")
def shop_customers():
    """The shop's customers and which kind each is."""
    return shop(np.random.default_rng(7))


@pytest.fixture(scope="session")
def shop_segments(shop_customers):
    """The shop's five kinds, described."""
    customers, kinds = shop_customers
    return describe_labels(
        customers,
        ("recency_days", "frequency", "average_order_value"),
        kinds,
        stability=(0.9, 0.9, 0.9, 0.9, 0.9),
    )
