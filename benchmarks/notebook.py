"""The usual way: what a notebook on customer segmentation does, as a script to measure against.

pandas for the table, scikit-learn's KMeans with n_init=10 and silhouette_score for every k from 2
to 10, and five seaborn pictures. Written as such notebooks are, without a handicap: no sampling,
no needless copies.

    python benchmarks/notebook.py retail online_retail.csv OUT
    python benchmarks/notebook.py mall mall_customers.csv OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler


def retail_features(path: Path) -> tuple[pd.DataFrame, np.ndarray]:
    """Clean the log, compute recency, frequency and monetary, take logs and scale."""
    data = pd.read_csv(path, dtype={"CustomerID": "str", "InvoiceNo": "str", "StockCode": "str"})
    data = data.dropna(subset=["CustomerID"])
    data = data[~data["InvoiceNo"].str.startswith("C")]
    data = data[(data["Quantity"] > 0) & (data["UnitPrice"] > 0)]
    data["InvoiceDate"] = pd.to_datetime(data["InvoiceDate"])
    data["Total"] = data["Quantity"] * data["UnitPrice"]
    as_of = data["InvoiceDate"].max() + pd.Timedelta(days=1)
    rfm = data.groupby("CustomerID").agg(
        recency=("InvoiceDate", lambda dates: (as_of - dates.max()).days),
        frequency=("InvoiceNo", "nunique"),
        monetary=("Total", "sum"),
    )
    return rfm, StandardScaler().fit_transform(np.log1p(rfm))


def mall_features(path: Path) -> tuple[pd.DataFrame, np.ndarray]:
    """Take the two columns that every notebook on this file takes."""
    data = pd.read_csv(path)
    chosen = data[["Annual Income (k$)", "Spending Score (1-100)"]]
    return chosen, chosen.to_numpy(dtype=float)


def compare_k(X: np.ndarray, k_max: int) -> pd.DataFrame:
    """Fit every k and keep inertia and silhouette."""
    rows = []
    for k in range(2, k_max + 1):
        model = KMeans(n_clusters=k, n_init=10, random_state=42).fit(X)
        rows.append((k, model.inertia_, silhouette_score(X, model.labels_)))
    return pd.DataFrame(rows, columns=["k", "inertia", "silhouette"])


def draw(table: pd.DataFrame, X: np.ndarray, evidence: pd.DataFrame, out: Path) -> None:
    """Save the five pictures: elbow, silhouette, map, profile heatmap, distributions."""
    features = [name for name in table.columns if name != "segment"]
    sns.set_theme()
    figures = {}
    figures["elbow"], axes = plt.subplots()
    sns.lineplot(evidence, x="k", y="inertia", marker="o", ax=axes)
    figures["silhouette"], axes = plt.subplots()
    sns.lineplot(evidence, x="k", y="silhouette", marker="o", ax=axes)
    figures["map"], axes = plt.subplots()
    points = PCA(2).fit_transform(X)
    sns.scatterplot(
        x=points[:, 0], y=points[:, 1], hue=table["segment"].to_numpy(), palette="tab10", ax=axes
    )
    figures["profile"], axes = plt.subplots()
    means = table.groupby("segment")[features].mean() / table[features].mean() - 1
    sns.heatmap(means, annot=True, cmap="RdBu_r", center=0, ax=axes)
    figures["distributions"], panels = plt.subplots(
        1, len(features), figsize=(5 * len(features), 4)
    )
    for name, axes in zip(features, panels, strict=True):
        sns.boxplot(table, x="segment", y=name, ax=axes)
    for name, figure in figures.items():
        figure.savefig(out / f"{name}.png", dpi=120, bbox_inches="tight")


def main(kind: str, source: str, out: str, k_max: str = "10") -> None:
    """Do it all for one file."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    table, X = {"retail": retail_features, "mall": mall_features}[kind](Path(source))
    evidence = compare_k(X, int(k_max))
    best = int(evidence.loc[evidence["silhouette"].idxmax(), "k"])
    table = table.assign(
        segment=KMeans(n_clusters=best, n_init=10, random_state=42).fit_predict(X) + 1
    )
    draw(table, X, evidence, folder)
    table.to_csv(folder / "segments.csv")
    evidence.to_csv(folder / "choose_k.csv", index=False)
    print(f"k={best}, silhouette {evidence['silhouette'].max():.6f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
