"""The pages: who gets in, what they may do, and the way from consent to signature."""

import re

import pytest

from assistant.services import workflow


def texts(answer):
    return re.sub(r"<[^>]+>", " ", answer.text)


def keys_of(answer):
    return dict.fromkeys(re.findall(r'name="key" value="([^"]+)"', answer.text))


def test_the_first_start_creates_the_administrator_and_only_once(browser):
    assert "/setup" in str(browser.get("/").url)
    answer = browser.post("/setup", username="chef", password="une phrase assez longue", display_name="La Chef")
    assert answer.url.path == "/accounts"
    assert "La Chef" in answer.text
    browser.post("/logout")
    assert browser.get("/setup").url.path == "/login"


def test_a_bad_first_password_is_explained_on_the_page(browser):
    answer = browser.post("/setup", username="chef", password="court")
    assert answer.status_code == 422
    assert "trop court" in answer.text


def test_nobody_gets_in_without_logging_in(browser, staff):
    for path in ("/encounters", "/encounters/new", "/encounters/x", "/encounters/x/audit", "/accounts"):
        assert browser.get(path).url.path == "/login"


def test_a_wrong_password_is_told_on_the_login_page(browser, staff):
    answer = browser.post("/login", username="clinician", password="faux")
    assert answer.status_code == 401
    assert 'value="clinician"' in answer.text
    assert "faux" not in answer.text


def test_the_session_cookie_cannot_be_read_or_sent_from_elsewhere(browser, staff):
    token = re.search(r'name="csrf" value="(\w+)"', browser.get("/login").text)[1]
    form = {"csrf": token, "username": "coder", "password": "une phrase assez longue"}
    answer = browser.client.post("/login", data=form, follow_redirects=False)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("assistant_session"))
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_logging_out_ends_the_session(clinician):
    session = clinician.client.cookies["assistant_session"]
    clinician.post("/logout")
    clinician.client.cookies.set("assistant_session", session)
    assert clinician.get("/encounters").url.path == "/login"


@pytest.mark.parametrize("path", ["/login", "/logout", "/language", "/encounters", "/accounts", "/encounters/x/sign"])
def test_a_form_without_the_visitors_token_is_refused(clinician, path):
    answer = clinician.client.post(path, data={"csrf": "0" * 64, "lang": "fr", "kind": "consultation", "role": "coder"})
    assert answer.status_code == 403


def test_every_answer_carries_the_strict_policy_and_stays_out_of_caches(clinician, drafted):
    for path in ("/encounters", drafted, "/api/v1/health", "/nowhere"):
        headers = clinician.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_pages_obey_their_own_policy(clinician, reviewed):
    for path in ("/encounters", "/encounters/new", reviewed, f"{reviewed}/audit"):
        text = clinician.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text)
        assert not re.search(r'(?:src|href)="(?:https?:)?//[^"]*"(?![^>]*rel="noreferrer)', text)


def test_pages_speak_the_language_that_was_chosen(clinician):
    assert '<html lang="fr">' in clinician.get("/encounters").text
    assert clinician.post("/language", lang="en", back="/encounters/new").url.path == "/encounters/new"
    assert "New encounter" in clinician.get("/encounters").text


def test_the_language_form_leads_nowhere_else(clinician):
    for back in ("https://example.org/", "//example.org", "/\\example.org"):
        assert clinician.post("/language", lang="en", back=back).url.host == "testserver"


def test_without_consent_nothing_is_opened(clinician):
    answer = clinician.post("/encounters", kind="consultation", pasted="Médecin : bonjour")
    assert answer.status_code == 403
    assert "consent" in answer.text
    assert "Aucune consultation" in clinician.get("/encounters").text


def test_without_a_source_nothing_is_opened(clinician):
    answer = clinician.post("/encounters", kind="consultation", consent="yes")
    assert answer.status_code == 422
    assert "Aucune consultation" in clinician.get("/encounters").text


def test_a_bad_birth_date_is_explained(clinician):
    fields = {"kind": "consultation", "consent": "yes", "pasted": "Médecin : bonjour", "birth_date": "hier"}
    assert "pas une date" in clinician.post("/encounters", **fields).text


def test_an_uploaded_transcript_becomes_a_draft_on_the_worklist(clinician):
    file = {"file": ("visite.txt", "Médecin : bonjour\nPatient : j'ai mal".encode())}
    answer = clinician.post("/encounters", files=file, kind="consultation", consent="yes", name="Paul Roy")
    workflow.wait(answer.url.path.rsplit("/", 1)[1])
    page = clinician.get("/encounters")
    assert "Paul Roy" in page.text
    assert "À relire" in page.text


def test_a_file_over_the_limit_is_refused_before_it_is_read(clinician):
    answer = clinician.post(
        "/encounters", files={"file": ("long.wav", b"0" * 200_000)}, kind="consultation", consent="yes"
    )
    assert answer.status_code == 413
    assert "compressed" in answer.text


def test_a_recording_that_no_engine_can_hear_is_kept_and_another_file_can_be_sent(clinician):
    sound = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + b"\x00" * 64
    answer = clinician.post(
        "/encounters", files={"file": ("v.wav", sound)}, kind="consultation", consent="yes", language="fr"
    )
    assert answer.status_code == 503
    assert "There is no speech engine for French." in answer.text
    path = re.search(r'action="(/encounters/\w+)/source"', answer.text)[1]
    answer = clinician.post(f"{path}/source", pasted="Médecin : bonjour\nPatiente : j'ai mal")
    assert workflow.wait(path.rsplit("/", 1)[1]) == "drafted"


def test_progress_shows_the_failure_and_retrying_works(clinician):
    answer = clinician.post(
        "/encounters", kind="consultation", consent="yes", pasted="Médecin : ça échoue\nPatient : oui, c'est vrai"
    )
    path = answer.url.path
    assert workflow.wait(path.rsplit("/", 1)[1]) == "failed"
    page = clinician.get(path)
    assert "Le moteur a échoué" in page.text
    assert "Try again." in page.text
    assert clinician.post(f"{path}/retry").url.path == path
    assert workflow.wait(path.rsplit("/", 1)[1]) == "failed"
    answer = clinician.post(f"{path}/source", pasted="Médecin : bonjour\nPatiente : j'ai mal", again="yes")
    assert answer.status_code == 200


def test_a_drafted_encounter_is_read_but_not_edited_before_the_review(clinician, drafted):
    page = clinician.get(drafted)
    assert f'action="{drafted}/open-review"' in page.text
    assert f'action="{drafted}/sentences/edit"' not in page.text


def test_the_review_shows_verdicts_findings_codes_guidelines_and_context_apart(clinician, reviewed):
    page = clinician.get(reviewed)
    for words in (
        "Contredit", "Le diabète est celui de la mère", "J02.0", "CIM-10 FR 2022", "Angine : choix et durées",
        "Connu avant la consultation", "Dit, mais absent du compte rendu", "rien de ce qui suit n&#39;a été dit",
    ):  # fmt: skip
        assert words in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text


def test_signing_is_closed_with_its_reason_until_every_critical_point_is_settled(clinician, reviewed):
    page = clinician.get(reviewed)
    assert "3 points critiques à régler avant de signer" in page.text
    assert re.search(r'<button class="primary"\s+disabled', page.text)
    assert clinician.post(f"{reviewed}/sign").status_code == 409
    sentences = dict(re.findall(r'id="(s\d+)"[^>]*data-id="([^"]+)"', page.text))
    assert sentences["s2"] == "treatments-0"
    clinician.post(
        f"{reviewed}/sentences/edit", sentence_id="treatments-0", text="Paracétamol 500 mg trois fois par jour."
    )
    clinician.post(f"{reviewed}/sentences/delete", sentence_id="history-0")
    page = clinician.get(reviewed)
    assert "1 point critique à régler" in page.text
    clinician.post(f"{reviewed}/sentences/add", section_key="history", text="Allergie à la pénicilline.")
    page = clinician.get(reviewed)
    assert "à régler avant" not in page.text
    signed = clinician.post(f"{reviewed}/sign")
    assert "Version 1 signée par Dr Clinician" in signed.text
    assert re.search(r"<code>[0-9a-f]{64}</code>", signed.text)
    assert f'action="{reviewed}/sentences/edit"' not in signed.text


def test_confirming_findings_with_a_reason_opens_the_signature_and_is_shown(clinician, reviewed):
    for key in keys_of(clinician.get(reviewed)):
        clinician.post(f"{reviewed}/findings/resolve", key=key, reason="Vérifié avec la patiente")
    page = clinician.get(reviewed)
    assert "Vérifié avec la patiente" in page.text
    assert "Confirmé par Dr Clinician" in page.text
    assert clinician.post(f"{reviewed}/sign").status_code == 200


def test_confirming_needs_a_reason(clinician, reviewed):
    key = next(iter(keys_of(clinician.get(reviewed))))
    assert clinician.post(f"{reviewed}/findings/resolve", key=key, reason=" ").status_code == 422


@pytest.fixture
def signed(clinician, reviewed):
    for key in keys_of(clinician.get(reviewed)):
        clinician.post(f"{reviewed}/findings/resolve", key=key, reason="vu")
    clinician.post(f"{reviewed}/sign")
    return reviewed


def test_a_signed_report_is_amended_as_a_new_version(clinician, signed):
    assert clinician.post(f"{signed}/sentences/edit", sentence_id="plan-0", text="Autre.").status_code == 409
    clinician.post(f"{signed}/amend", reason="Oubli du suivi")
    clinician.post(f"{signed}/sentences/add", section_key="plan", text="Rappel dans une semaine.")
    assert "Version 2 signée" in clinician.post(f"{signed}/sign").text


def test_an_edited_sentence_keeps_its_first_wording_in_sight(clinician, reviewed):
    clinician.post(f"{reviewed}/sentences/edit", sentence_id="reason-0", text="Angine fébrile.")
    assert "<del>Mal de gorge fébrile depuis trois jours.</del>" in clinician.get(reviewed).text


def test_exports_come_as_files(clinician, reviewed):
    kinds = {"html": "text/html", "text": "text/plain", "json": "application/json"}
    for form, kind in kinds.items():
        answer = clinician.get(f"{reviewed}/export/{form}")
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "Pas de toux" in answer.text
    assert clinician.get(f"{reviewed}/export/exe").status_code == 422


def test_the_audit_trail_says_who_did_what(clinician, signed):
    words = texts(clinician.get(f"{signed}/audit"))
    for part in ("Signature", "Point confirmé", "clinician", "Rédaction", "extractive"):
        assert part in words


def test_withdrawing_consent_destroys_the_content_and_a_signed_report_stays(clinician, signed):
    clinician.post(f"{signed}/withdraw_consent")
    page = clinician.get(signed)
    assert "La transcription n&#39;est pas disponible." in page.text
    assert "Pas de toux" in page.text
    assert "Ma mère fait du diabète, je" not in page.text


def test_withdrawing_consent_before_signature_leaves_nothing(clinician, drafted):
    clinician.post(f"{drafted}/withdraw_consent")
    page = clinician.get(drafted)
    assert "Le patient a retiré son accord" in page.text
    assert "toux" not in page.text


def test_a_cancelled_encounter_offers_nothing_more_to_do(clinician, reviewed):
    assert clinician.post(f"{reviewed}/cancel").url.path == "/encounters"
    assert f'action="{reviewed}/sign"' not in clinician.get(reviewed).text


def test_a_coder_reads_and_cannot_change(clinician, reviewed):
    clinician.post("/logout")
    coder = clinician.log_in("coder")
    page = coder.get(reviewed)
    assert "J02.0" in page.text
    assert "sentences/edit" not in page.text
    assert coder.post(f"{reviewed}/sentences/delete", sentence_id="plan-0").status_code == 403
    assert coder.get(f"{reviewed}/audit").status_code == 403


def test_an_administrator_manages_accounts_and_reads_no_medical_content(clinician, reviewed):
    clinician.post("/logout")
    admin = clinician.log_in("administrator")
    assert admin.get("/encounters").url.path == "/accounts"
    assert admin.get(reviewed).status_code == 403
    page = admin.post("/accounts", username="marie", password="une phrase assez longue", role="secretary")
    assert "marie" in page.text
    assert admin.post("/accounts", username="x", password="une phrase assez longue", role="system").status_code == 403


def test_a_clinician_does_not_manage_accounts(clinician):
    assert clinician.get("/accounts").status_code == 403


def test_an_unknown_encounter_is_a_page_that_says_so(clinician):
    answer = clinician.get("/encounters/nothing")
    assert answer.status_code == 404
    assert "Introuvable" in answer.text
    assert clinician.get("/nowhere").status_code == 404


def test_every_kind_is_offered_and_a_letters_particulars_are_kept(clinician):
    page = clinician.get("/encounters/new").text
    for kind in ("consultation", "discharge", "referral", "procedure", "patient_summary"):
        assert f'value="{kind}"' in page
    answer = clinician.post(
        "/encounters",
        kind="referral",
        consent="yes",
        pasted="Médecin : Bonjour.\nPatiente : J'ai mal à la gorge.",
        addressee="Dr Cœur",
        admission_date="2026-11-20",
    )
    address = answer.url.path
    workflow.wait(address.rsplit("/", 1)[1])
    read = clinician.get(f"/api/v1{address}").json()
    assert read["encounter"]["kind"] == "referral"
    assert read["context"]["addressee"] == "Dr Cœur" and read["context"]["admission_date"] == "2026-11-20"
