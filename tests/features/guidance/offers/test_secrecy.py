"""Two signs that are only read in messages: nobody may know, and work on a tourist's visa."""

from __future__ import annotations

import pytest

from tests.features.guidance.offers.test_messages import shipped

SAID = {
    "en": ("Switch off your phone and tell nobody.", "You travel as a tourist and we fix the papers there."),
    "ar": ("طفي موبايلك ولا تخبر حدا من اهلك.", "تسافر بفيزا سياحية والشغل هناك جاهز."),
    "fr": (
        "Éteignez votre téléphone, n’en parlez à personne.",
        "Tu pars avec un visa touriste et tu bosses.",
    ),
    "fa": ("گوشی را خاموش کن و به کسی نگو.", "با ویزای توریستی می‌روی و آنجا کار می‌کنی."),
    "so": ("Teleefoonka dami oo cidna ha u sheegin.", "Fiiso dalxiis ku tag oo halkaas ka shaqee."),
    "sw": ("Zima simu na usimwambie mtu.", "Unaenda na visa ya utalii kisha unafanya kazi."),
    "uk": ("Вимкни телефон і нікому не кажи.", "Їдете по туристичній візі і там працюєте."),
    "es": ("Apaga el celular y no le digas a nadie.", "Vas como turista y allá trabajas."),
}
DENIED = {
    "en": ("You need not keep this secret.", "Do not travel as a tourist: you cannot work then."),
    "fr": ("Ne cachez rien à votre famille.", "Ne venez pas avec un visa touriste."),
    "es": ("Cuénteselo a su familia.", "No viaje como turista."),
    "uk": ("Розкажіть про це рідним.", "Не їдьте як турист."),
}


def signs(text: str) -> set[str]:
    return {seen.flag for seen in shipped().read(text) or ()}


@pytest.mark.parametrize("lang", SAID)
def test_secrecy_and_the_tourist_visa_are_signs_of_their_own(lang: str) -> None:
    secret, tourist = SAID[lang]
    assert "secret" in signs(secret)
    assert "tourist" not in signs(secret)
    assert "tourist" in signs(tourist)
    assert "secret" not in signs(tourist)


@pytest.mark.parametrize("lang", DENIED)
def test_warnings_against_them_are_none(lang: str) -> None:
    for text in DENIED[lang]:
        assert not signs(text) & {"secret", "tourist"}


@pytest.mark.parametrize("sign", ["secret", "tourist"])
def test_each_is_a_strong_warning_by_itself(sign: str) -> None:
    assert shipped().rules.flags.level([sign]) == "many"
