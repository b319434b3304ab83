"""The pages in a real browser: scripts, keyboard and the content policy, from log-in to signature."""

import pytest

from tests.web.conftest import PASSWORD, PASTED

pytestmark = pytest.mark.full(reason="needs Chromium")
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture
def tab(address):
    """A page in a fresh browser, and what its console complained of, which must be nothing."""
    from playwright.sync_api import sync_playwright

    complaints = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 860})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        yield page
        browser.close()
    assert complaints == []


@pytest.fixture
def review(tab):
    """The page of a review that a clinician has just opened."""
    tab.fill("#username", "clinician")
    tab.fill("#password", PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=Aucune consultation")
    tab.click("nav >> text=Nouvelle consultation")
    tab.check("[name=consent]")
    tab.fill("#pasted", PASTED)
    tab.fill("#name", "Claire Perrin")
    tab.click("text=Préparer le brouillon")
    tab.click(".visit-do >> text=Relire")
    tab.wait_for_selector(".sign", state="attached")
    return tab


def wait_until_lit(page, *pieces):
    """Waits until exactly these pieces of the transcript are lit."""
    lit = "[...document.querySelectorAll('.turn .lit')].map(piece => piece.textContent)"
    page.wait_for_function(f"pieces => JSON.stringify({lit}) === JSON.stringify(pieces)", arg=list(pieces))


def test_a_click_on_a_sentence_lights_its_evidence_and_only_its(review):
    review.click("text=Paracétamol 1 g")
    wait_until_lit(review, "paracétamol, ", "500 milligrammes", " trois fois par jour")
    assert review.locator(".turn .lit-doubt").all_text_contents() == ["500 milligrammes"]
    review.click("text=Mal de gorge fébrile")
    wait_until_lit(review, "mal à la gorge depuis trois jours", "de la fièvre")
    assert review.locator("details.sentence[open]").count() == 1


def test_the_keyboard_walks_sentences_and_findings_and_edits(review):
    review.keyboard.press("j")
    assert review.locator("details.sentence[open]").get_attribute("id") == "s0"
    review.keyboard.press("f")
    review.keyboard.press("f")
    assert review.locator("details.sentence[open]").get_attribute("id") == "s2"
    review.keyboard.press("e")
    assert review.evaluate("document.activeElement.name") == "text"
    review.keyboard.type("jfk")
    assert review.locator("details.sentence[open]").get_attribute("id") == "s2"
    review.keyboard.press("Escape")
    review.keyboard.press("?")
    assert review.locator("#help").is_visible()
    review.keyboard.press("Escape")
    assert not review.locator("#help").is_visible()


def test_from_findings_to_signature(review):
    sign = review.locator(".sign button")
    assert sign.is_disabled()
    review.click("text=Paracétamol 1 g")
    review.fill("#edit-s2", "Paracétamol 500 mg trois fois par jour.")
    review.locator("#s2 >> text=Enregistrer").click()
    review.wait_for_selector("text=2 points critiques")
    review.click("summary >> text=Diabète")
    review.fill("#s1 [name=reason]", "Diabète confirmé avec elle")
    review.locator("#s1 >> text=Confirmer").click()
    review.wait_for_selector("text=1 point critique")
    review.click("text=Ajouter au compte rendu")
    review.click(".omission .primary")
    review.wait_for_selector(".sign button:enabled")
    review.click(".sign button")
    review.wait_for_selector("text=Version 1 signée par Dr Clinician")
    assert review.locator(".sign").count() == 0


def test_a_narrow_tablet_shows_everything_without_sideways_scrolling(review):
    review.set_viewport_size({"width": 768, "height": 1024})
    assert review.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_that_asks_for_input_has_a_name(review):
    nameless = review.evaluate(
        """() => [...document.querySelectorAll("input:not([type=hidden]), textarea, select, button, summary")]
        .filter(item => !(item.labels && item.labels.length) && !item.getAttribute("aria-label")
            && !item.textContent.trim()).map(item => item.outerHTML)"""
    )
    assert nameless == []


STAY = (
    "Patient de 70 ans.\n\nÉvolution : pneumopathie traitée par amoxicilline. Hypokaliémie corrigée.\n\n"
    "Conclusion : pneumopathie, hypokaliémie."
)


@pytest.fixture
def stay(tab):
    """The page of a stay that a coder has just taken in."""
    tab.fill("#username", "coder")
    tab.fill("#password", PASSWORD)
    tab.keyboard.press("Enter")
    tab.click("nav >> text=Séjours")
    tab.click("text=Nouveau séjour")
    tab.fill("#pasted", STAY)
    tab.fill("#discharge", "2022-06-09")
    tab.click("text=Proposer les codes")
    tab.wait_for_selector(".stay-code[open]")
    return tab


def wait_until_marked(page, *pieces):
    """Waits until exactly these pieces of the stay's report are lit."""
    lit = "[...document.querySelectorAll('.stay-text .lit')].map(piece => piece.textContent)"
    page.wait_for_function(f"pieces => JSON.stringify({lit}) === JSON.stringify(pieces)", arg=list(pieces))


def test_a_stay_is_coded_by_keyboard_with_the_proof_of_each_code_lit(stay):
    wait_until_marked(stay, "pneumopathie traitée par amoxicilline.", "pneumopathie, hypokaliémie.")
    stay.keyboard.press("j")
    wait_until_marked(stay, "Hypokaliémie corrigée.", "pneumopathie, hypokaliémie.")
    stay.keyboard.press("k")
    stay.keyboard.press("a")
    stay.wait_for_selector(".decided-accepted")
    wait_until_marked(stay, "Hypokaliémie corrigée.", "pneumopathie, hypokaliémie.")
    stay.keyboard.press("r")
    stay.keyboard.type("3,4 mmol/L")
    stay.keyboard.press("Enter")
    stay.wait_for_selector(".decided-rejected")
    stay.click("text=Valider")
    stay.click(".visit-do summary")
    with stay.expect_download() as written:
        stay.click("text=CSV, une ligne par diagnostic")
    assert ",DP,J189," in written.value.path().read_text(encoding="utf-8")


def test_words_appear_then_the_proposal_beside_the_draft_without_touching_an_edit(model, review):
    assert review.locator("text=le brouillon est complet").is_visible()
    review.click("summary >> text=Paracétamol 1 g")
    review.fill("#edit-s2", "Paracétamol 500 mg, encore à rel")
    review.wait_for_selector("#section-history .writing >> text=tante <b>asthmatique")
    assert review.locator(".writing .label").inner_text().startswith("Le modèle écrit : pas encore vérifié")
    assert review.locator(".proposal").count() == 0
    model.let.set()
    review.wait_for_selector(".proposal >> text=Mère diabétique.")
    review.wait_for_function("!document.querySelector('.writing')")
    assert "asthmatique" not in review.content()
    assert review.input_value("#edit-s2") == "Paracétamol 500 mg, encore à rel"
    assert "Diabète." in review.locator("#s1").inner_text()
    review.fill("#edit-s2", "Paracétamol 1 g trois fois par jour.")
    review.click(".proposal >> text=Prendre")
    review.wait_for_selector("article >> text=Mère diabétique.")
    assert review.locator(".proposal").count() == 0
