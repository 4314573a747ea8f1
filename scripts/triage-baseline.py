"""Learns and answers each split of DIRECTORY/splits.jsonl over DIRECTORY/texts.jsonl.

Prints a line for each split: for each tested text the three likeliest labels and how far the first
is before the second.
"""

import json
import pathlib
import sys

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

folder = pathlib.Path(sys.argv[1])
rows = [json.loads(line) for line in (folder / "texts.jsonl").open()]
texts = np.array([row["text"] for row in rows], dtype=object)
labels = np.array([row["label"] for row in rows])


def answers(learned, tested):
    seen = FeatureUnion([
        ("words", TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)),
        ("letters", TfidfVectorizer(
            sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5), min_df=2)),
    ])
    machine = LinearSVC(C=0.5).fit(seen.fit_transform(texts[learned]), labels[learned])
    margins = machine.decision_function(seen.transform(texts[tested]))
    if margins.ndim == 1:
        margins = np.stack([-margins, margins], 1)
    order = np.argsort(-margins, 1)[:, :3]
    sorted_margins = -np.sort(-margins, 1)
    for said, margin in zip(order, sorted_margins):
        yield {"said": machine.classes_[said].tolist(), "sure": float(margin[0] - margin[1])}


for line in (folder / "splits.jsonl").open():
    split = json.loads(line)
    print(json.dumps(list(answers(split["learned"], split["tested"]))), flush=True)
