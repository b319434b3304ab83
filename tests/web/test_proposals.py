"""The page of a draft while a slow model words it: complete at once, proposals beside it, taken or left."""

from assistant.services import workflow


def answered(model, address):
    model.let.set()
    workflow.wait_for_words(address.rsplit("/", 1)[1])


def test_the_draft_is_complete_while_the_model_writes(model, clinician, reviewed):
    text = clinician.get(reviewed).text
    assert "Diabète." in text and "le brouillon est complet" in text
    assert clinician.get(f"{reviewed}/proposals").status_code == 204


def test_what_is_being_written_will_be_marked_as_unchecked_in_the_readers_language(model, clinician, reviewed):
    for language, words in (("fr", "pas encore vérifié, hors du compte rendu"), ("en", "not checked yet, not in the")):
        clinician.client.cookies.set("lang", language)
        page = clinician.get(reviewed).text
        assert words in page.split('<template id="writing">')[1].split("</template>")[0]
        assert "asthmatique" not in page


def test_what_the_model_proposes_comes_by_itself_and_on_the_page(model, clinician, reviewed):
    answered(model, reviewed)
    fragment = clinician.get(f"{reviewed}/proposals").text
    assert 'data-for="history"' in fragment and "Mère diabétique." in fragment and "<script" not in fragment
    page = clinician.get(reviewed).text
    assert "Mère diabétique." in page and "À la place de" in page and "Prendre" in page


def test_a_proposal_is_taken(model, clinician, reviewed):
    answered(model, reviewed)
    page = clinician.post(f"{reviewed}/proposals/take", proposal_id="history-p1")
    assert "Mère diabétique." in page.text and "Proposition du modèle" not in page.text
    assert "Mère diabétique." in clinician.get(f"{reviewed}/export/text").text


def test_a_proposal_is_left(model, clinician, reviewed):
    answered(model, reviewed)
    page = clinician.post(f"{reviewed}/proposals/leave", proposal_id="history-p1")
    assert "Mère diabétique." not in page.text and "Diabète." in page.text


def test_before_the_review_a_proposal_is_read_only(model, clinician, drafted):
    answered(model, drafted)
    page = clinician.get(drafted).text
    assert "Mère diabétique." in page and "proposals/take" not in page


def test_without_a_model_nothing_is_waited_for(clinician, reviewed):
    assert "data-proposals=" not in clinician.get(reviewed).text


def test_a_proposal_needs_the_visitors_token(model, clinician, reviewed):
    answered(model, reviewed)
    refused = clinician.client.post(f"{reviewed}/proposals/take", data={"proposal_id": "history-p1"})
    assert refused.status_code == 403
