#!/usr/bin/env python3
"""Writes provinces.csv, regencies.csv and districts.csv from the data folder of idn-area-data."""
import csv
import pathlib
import sys

source, target = map(pathlib.Path, sys.argv[1:3])


def title(name):
    words = ("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
    return " ".join(words).replace("Dki ", "DKI ").replace("Daerah Istimewa Yogyakarta", "DI Yogyakarta")


for level in ("provinces", "regencies", "districts"):
    with open(source / f"{level}.csv", newline="", encoding="utf-8") as file:
        rows = sorted((row["code"], " ".join(row["name"].split())) for row in csv.DictReader(file))
    with open(target / f"{level}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name"])
        for code, name in rows:
            writer.writerow([code, name if level == "districts" else title(name)])
