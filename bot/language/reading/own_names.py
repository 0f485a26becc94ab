"""What languages of the world call themselves, as CLDR has it (Babel's `Locale.get_display_name`).

Written down because Babel reads and keeps the whole locale of a language to give its name: two seconds and
120 MB for all of these, in the turn of the first person who types one.
"""

from __future__ import annotations

from collections.abc import Mapping

OWN_NAMES: Mapping[str, str] = {
    "aa": "Qafar", "am": "አማርኛ", "ar": "العربية", "az": "azərbaycan", "be": "беларуская",
    "bg": "български", "bm": "bamanakan", "bn": "বাংলা", "bs": "bosanski", "ca": "català",
    "ckb": "کوردیی ناوەندی", "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "Ελληνικά",
    "en": "English", "es": "español", "et": "eesti", "fa": "فارسی", "ff": "Pulaar", "fi": "suomi",
    "fr": "français", "gn": "avañe’ẽ", "gu": "ગુજરાતી", "ha": "Hausa", "he": "עברית", "hi": "हिन्दी",
    "hr": "hrvatski", "ht": "Kreyòl Ayisyen", "hu": "magyar", "hy": "հայերեն", "id": "Indonesia",
    "ig": "Igbo", "it": "italiano", "ja": "日本語", "ka": "ქართული", "kk": "қазақ тілі", "km": "ខ្មែរ",
    "kmr": "kurdî (kurmancî) (Tirkîye)", "kn": "ಕನ್ನಡ", "ko": "한국어", "ky": "кыргызча", "lg": "Luganda",
    "ln": "lingála", "lo": "ລາວ", "lt": "lietuvių", "lu": "Tshiluba", "lv": "latviešu", "mg": "Malagasy",
    "mk": "македонски", "ml": "മലയാളം", "mn": "монгол", "mr": "मराठी", "ms": "Melayu", "mt": "Malti",
    "my": "မြန်မာ", "ne": "नेपाली", "nl": "Nederlands", "no": "norsk", "ny": "Nyanja", "om": "Oromoo",
    "or": "ଓଡ଼ିଆ", "pa": "ਪੰਜਾਬੀ", "pl": "polski", "ps": "پښتو", "pt": "português", "qu": "Runasimi",
    "rhg": "𐴌𐴗𐴥𐴝𐴙𐴚𐴒𐴙𐴝", "rn": "Ikirundi", "ro": "română", "ru": "русский", "rw": "Ikinyarwanda",
    "sg": "Sängö", "si": "සිංහල", "sk": "slovenčina", "sl": "slovenščina", "sn": "chiShona",
    "so": "Soomaali", "sq": "shqip", "sr": "српски", "st": "Sesotho", "sv": "svenska", "sw": "Kiswahili",
    "ta": "தமிழ்", "te": "తెలుగు", "tg": "тоҷикӣ", "th": "ไทย", "ti": "ትግርኛ", "tig": "ትግረ",
    "tk": "türkmen dili", "tn": "Setswana", "tr": "Türkçe", "ts": "Xitsonga", "ug": "ئۇيغۇرچە",
    "uk": "українська", "ur": "اردو", "uz": "o‘zbek", "vi": "Tiếng Việt", "wo": "Wolof", "xh": "IsiXhosa",
    "yo": "Èdè Yorùbá", "zh": "中文", "zu": "isiZulu",
}  # fmt: skip
"""By BCP 47 tag. Languages of which CLDR has no locale are left out."""
