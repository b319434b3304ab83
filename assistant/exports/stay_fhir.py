"""A coded stay as FHIR R4 resources."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from assistant.domain.coding import CodeRole, Nomenclature, printed
from assistant.domain.stay import CodedStay, Stay, StayCode, UnitDiagnosis

ConditionStatus = Literal["unconfirmed", "confirmed"]
SYSTEMS = {
    Nomenclature.CIM10: "https://smt.esante.gouv.fr/terminologie-cim-10",
    Nomenclature.ICD10CM: "http://hl7.org/fhir/sid/icd-10-cm",
    Nomenclature.CCAM: "https://smt.esante.gouv.fr/terminologie-ccam",
}
"""Canonical addresses of the code systems (Agence du numérique en santé, HL7)."""


def stay_bundle(id: str, stay: Stay, coded: CodedStay) -> dict[str, Any]:
    """A FHIR R4 collection of what a coder validated: the patient without a name, the stay and its units, one
    Condition a diagnosis, one Procedure an act."""
    gender = {"F": "female", "M": "male"}.get(stay.sex or "", "unknown")
    period = {"start": stay.entry, "end": stay.exit}
    patient_id = f"{id}-patient"
    diagnoses = tuple(code for code in coded.codes if code.role is not CodeRole.ACT)
    conditions = stay_conditions(patient_id, id, replace(coded, codes=diagnoses), "confirmed")
    by_code = {code.code: condition["id"] for condition, code in zip(conditions, diagnoses, strict=True)}
    encounter = {
        "resourceType": "Encounter",
        "id": id,
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
        "subject": {"reference": f"Patient/{patient_id}"},
        "period": {name: day.isoformat() for name, day in period.items() if day},
        "diagnosis": [
            {"condition": {"reference": f"Condition/{condition['id']}"}, "use": {"text": code.role}, "rank": rank}
            for rank, (condition, code) in enumerate(zip(conditions, diagnoses, strict=True), start=1)
        ],
    }
    units = [_unit(number, unit, id, patient_id, by_code) for number, unit in enumerate(coded.units, start=1)]
    acts = list(_procedures(patient_id, id, coded))
    patient = {"resourceType": "Patient", "id": patient_id, "gender": gender}
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": resource} for resource in (patient, encounter, *units, *conditions, *acts)],
    }


def stay_conditions(
    patient: str, encounter: str, coded: CodedStay, status: ConditionStatus = "unconfirmed"
) -> list[dict[str, Any]]:
    """FHIR R4 Condition resources, one a code, unconfirmed until a person accepts them."""
    return [
        {
            "resourceType": "Condition",
            "id": f"{encounter}-{number}",
            "verificationStatus": _coding("http://terminology.hl7.org/CodeSystem/condition-ver-status", status),
            "category": [_coding("http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis")],
            "code": {"coding": [_code(code)]},
            "subject": {"reference": f"Patient/{patient}"},
            "encounter": {"reference": f"Encounter/{encounter}"},
            "note": [{"text": f"{code.role}. {each.text}"} for each in code.evidence],
        }
        for number, code in enumerate(coded.codes, start=1)
    ]


def _procedures(patient: str, encounter: str, coded: CodedStay) -> Iterator[dict[str, Any]]:
    for number, code in enumerate((code for code in coded.codes if code.role is CodeRole.ACT), start=1):
        yield {
            "resourceType": "Procedure",
            "id": f"{encounter}-act-{number}",
            "status": "completed",
            "code": {"coding": [_code(code)]},
            "subject": {"reference": f"Patient/{patient}"},
            "encounter": {"reference": f"Encounter/{encounter}"},
            "note": [{"text": each.text} for each in code.evidence],
        }


def _unit(number: int, unit: UnitDiagnosis, stay: str, patient: str, conditions: Mapping[str, str]) -> dict[str, Any]:
    """A unit as a part of the stay, with its principal diagnosis where that is among the codes."""
    condition = conditions.get(unit.code.code) if unit.code else None
    diagnosis = [{"condition": {"reference": f"Condition/{condition}"}, "use": {"text": "DP"}, "rank": 1}]
    return {
        "resourceType": "Encounter",
        "id": f"{stay}-unit-{number}",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
        "subject": {"reference": f"Patient/{patient}"},
        "partOf": {"reference": f"Encounter/{stay}"},
        "serviceType": {"text": unit.unit},
        **({"diagnosis": diagnosis} if condition else {}),
    }


def _code(code: StayCode) -> dict[str, str]:
    return {
        "system": SYSTEMS[code.nomenclature],
        "version": str(code.year),
        "code": printed(code.code, code.nomenclature),
        "display": code.label,
    }


def _coding(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}
