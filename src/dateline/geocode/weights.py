"""The weights of the features, as ``bench/fit_weights.py`` fitted them: do not edit."""

from __future__ import annotations

from typing import Final

#: Feature to its weight: of a toponym alone, then in each round with its company.
WEIGHTS: Final[dict[str, tuple[float, ...]]] = {
    "is_country": (-0.594, -0.100, -0.080),
    "is_admin1": (-0.188, -0.318, -0.364),
    "is_admin2": (-0.482, -1.061, -0.870),
    "is_settlement": (1.048, 0.398, 0.272),
    "country_people": (1.734, 1.832, 1.730),
    "admin1_people": (1.659, 1.438, 1.383),
    "admin2_people": (0.835, 0.618, 0.300),
    "settlement_people": (1.355, 1.581, 1.578),
    "other_importance": (0.766, 0.884, 0.861),
    "official_name": (-3.466, -2.601, -2.554),
    "alternate_name": (-2.643, -2.815, -2.740),
    "short_name": (-0.479, 0.143, 0.177),
    "region_by_core": (1.308, 0.527, 0.508),
    "misfit": (-0.032, -0.018, -0.029),
    "inside": (2.150, 1.732, 1.703),
    "outside": (-2.150, -1.732, -1.703),
    "country_said": (2.228, 1.116, 1.133),
    "region_said": (4.239, 0.045, 0.363),
    "country_share": (1.890, 1.680),
    "region_share": (0.260, 0.226),
    "district_share": (1.092, 1.009),
    "country_log": (0.492, 0.458),
    "region_log": (1.839, 1.257),
    "country_named": (1.277, 1.100),
    "district_named": (-0.357, -0.723),
    "district_perhaps": (2.291, 2.677),
    "within_100_km_share": (0.320, 0.454),
    "within_400_km_share": (2.323, 2.234),
    "within_100_km_log": (1.710, 1.921),
    "any_within_100_km_log": (1.897, 0.080),
    "beside_country": (0.767, 0.817),
    "beside_region": (1.002, 1.190),
    "beside_within_100_km": (-0.154, 0.202),
    "project": (1.500, 1.500),
}
