"""The weights of the features, as ``bench/fit_weights.py`` fitted them: do not edit."""

from __future__ import annotations

from typing import Final

#: Feature to its weight: of a toponym alone, then in each round with its company.
WEIGHTS: Final[dict[str, tuple[float, ...]]] = {
    "is_country": (1.089, 0.801, 0.748),
    "is_admin1": (1.004, 0.685, 0.563),
    "is_admin2": (0.143, -0.837, -0.753),
    "is_settlement": (0.936, 0.220, 0.228),
    "country_people": (1.741, 1.930, 1.897),
    "admin1_people": (1.411, 1.269, 1.273),
    "admin2_people": (0.742, 0.533, 0.301),
    "settlement_people": (1.587, 1.731, 1.756),
    "capital": (0.500, 0.500, 0.500),
    "other_importance": (9.000, 9.000, 9.000),
    "official_name": (-2.381, -1.468, -1.365),
    "alternate_name": (-2.328, -2.549, -2.455),
    "alternate_people": (0.115, -0.281, -0.216),
    "short_name": (0.017, 0.390, 0.468),
    "shadowed": (-1.500, -1.500, -1.500),
    "misfit": (-5.000, -5.000, -5.000),
    "inside": (1.920, 1.824, 1.719),
    "outside": (-1.920, -1.824, -1.719),
    "country_said": (2.844, 1.893, 1.636),
    "region_said": (4.092, 0.357, 0.497),
    "dialect": (5.664, 3.527, 3.371),
    "country_share": (1.676, 1.480),
    "region_share": (0.106, 0.193),
    "district_share": (1.775, 1.073),
    "country_log": (-0.385, -0.123),
    "region_log": (2.132, 1.471),
    "country_named": (1.301, 1.302),
    "district_named": (-0.383, -0.111),
    "district_perhaps": (2.186, 1.719),
    "within_100_km_share": (0.644, 0.613),
    "within_400_km_share": (2.468, 2.266),
    "within_100_km_log": (2.009, 1.660),
    "any_within_100_km_log": (1.087, -0.024),
    "beside_country": (1.017, 1.002),
    "beside_region": (1.007, 1.179),
    "beside_within_100_km": (0.292, 0.318),
    "project": (1.500, 1.500),
}

#: Feature of a choice to its weight in the odds that it is right.
TRUST_WEIGHTS: Final[dict[str, float]] = {
    "always": -0.918,
    "lead": 0.526,
    "sole": -1.837,
    "sole_people": 0.374,
    "people": 0.532,
    "country": 2.830,
    "admin1": 1.286,
    "admin2": 0.299,
    "other": -1.245,
    "alternate": -0.817,
    "stripped": -1.205,
    "wrong_kind": -1.0,
    "curated": 3.0,
    "country_share": 1.065,
    "region_share": 1.541,
    "within_100_km_share": 1.280,
    "lonely": -0.063,
}
