"""A small conversation in two languages, and small topics, for the pages to show."""

from __future__ import annotations

from bot.conversation.messages import Button, Incoming, Outgoing, Ref, Rich, Span, Text, Words

ARABIC_PIECE = (
    "لا يحق لأحد أن يطلب منك مالًا مقابل وظيفة. صاحب العمل هو من يدفع تكاليف التوظيف والسفر والتأشيرة. "
    "إذا طلب منك أحد أن تدفع، فلا تدفع، واحتفظ بالرسائل وأخبر جهة تثق بها. "
)

ARABIC_UI = {
    "Rafiq": "رفيق",
    "Rafiq: information for refugees": "رفيق: معلومات للاجئين",
    "Conversation": "المحادثة",
    "Write here": "اكتب هنا",
    "Send": "إرسال",
    "Menu": "القائمة",
    "Language": "اللغة",
    "More": "المزيد",
    "Stop": "توقف",
    "Read without internet": "القراءة بدون إنترنت",
    "Welcome": "أهلًا بك",
    "Ask in your own words, or press Start. It is free, and you need no name.": (
        "اسأل بكلماتك، أو اضغط ابدأ. الخدمة مجانية ولا نحتاج اسمك."
    ),
    "A machine answers you, not a person.": "يجيبك برنامج آلي وليس إنسانًا.",
    "This is a demo: nobody answers here.": "هذه نسخة تجريبية: لا أحد يجيب هنا.",
    "When you begin, this browser keeps a secret key for 30 days, to go on later.": (
        "عندما تبدأ يحفظ هذا المتصفح مفتاحًا سريًا لمدة 30 يومًا لتكمل لاحقًا."
    ),
    "Start": "ابدأ",
    "Choose your language": "اختر لغتك",
    "No connection. We will try again.": "لا يوجد اتصال. سنحاول مرة أخرى.",
    "Not sent yet": "لم يُرسل بعد",
    "All topics": "كل المواضيع",
    "Back to the chat": "العودة إلى المحادثة",
    "Keep for offline reading": "احفظ للقراءة بدون إنترنت",
    "Kept on this phone. It opens without internet.": "محفوظ على هذا الهاتف ويفتح بدون إنترنت.",
    "Remove from this phone": "احذف من هذا الهاتف",
    "Others who use this phone can see the topics that are kept.": (
        "يمكن لمن يستخدم هذا الهاتف رؤية المواضيع المحفوظة."
    ),
}


class SmallLabels:
    """The words themselves, in Arabic where a test shows Arabic."""

    def label(self, words: Words, lang: str, /) -> str:
        if isinstance(words, Ref):
            return {"rights": "Your rights at work", "safety": "Staying safe"}[words.id]
        assert isinstance(words, Text)
        msg = ARABIC_UI.get(words.msg, words.msg) if lang == "ar" else words.msg
        return msg.format(**words.values)


class SmallPages:
    """Two topics. `withdrawn` hides an article at once."""

    def __init__(self) -> None:
        self.withdrawn: set[str] = set()
        self.correction = ""

    def groups(self) -> list[str]:
        return [group for group in ("rights", "safety") if self.in_group(group)]

    def in_group(self, group: str) -> list[str]:
        ids = ["rights/recruitment-fees", "rights/status-kept", "safety/job-scams"]
        return [id for id in ids if id.startswith(f"{group}/") and id not in self.withdrawn]

    def title(self, id: str, lang: str) -> tuple[str, str]:
        if id == "rights/recruitment-fees":
            return ("رسوم التوظيف", "ar") if lang == "ar" else ("Who pays for hiring", "en")
        return (id.partition("/")[2].replace("-", " ").capitalize(), "en")

    def pieces(self, id: str) -> int:
        return 2

    def piece(self, id: str, number: int, lang: str) -> Rich:
        title, found = self.title(id, lang)
        head = title if number == 0 else ("ماذا تفعل" if found == "ar" else "What to do")
        body = (
            ARABIC_PIECE
            if found == "ar"
            else "Nobody may ask you for money for a job. See ILO.\n• Keep the messages."
        )
        text = f"{head}\n\n{body}{self.correction}"
        at = text.find("ILO")
        link = (Span(at, at + 3, "link", "https://www.ilo.org/fair"),) if at > 0 else ()
        return Rich(text, found, (Span(0, len(head), "bold"), *link))

    def sources(self, id: str, lang: str) -> Rich:
        text = "Where this comes from\n\n• General principles\nILO, 2019 (www.ilo.org)"
        at = text.index("General")
        return Rich(text, "en", (Span(0, 21, "bold"), Span(at, at + 18, "link", "https://www.ilo.org/x")))


def converse(incoming: Incoming) -> list[Outgoing]:
    """Arabic for who pressed or wrote Arabic, English otherwise."""
    match incoming.kind:
        case "start":
            return [
                hello("ar" if incoming.hint == "ar" else "en"),
                menu("ar" if incoming.hint == "ar" else "en"),
            ]
        case "open":
            return [menu("ar" if incoming.hint == "ar" else "en", "You are at the menu.")]
        case "command":
            return [menu("en", f"This is: {incoming.text}")]
        case "press":
            return [pressed(incoming)]
        case "text" if any("\u0600" <= c <= "\u06ff" for c in incoming.text):
            return [article("ar")]
    return [Outgoing(f"You said: {incoming.text}", "en")]


def hello(lang: str) -> Outgoing:
    if lang == "ar":
        return Outgoing("مرحبًا، أنا رفيق. أنا برنامج آلي ولست إنسانًا. كل المعلومات هنا مجانية.", "ar")
    return Outgoing("Hello, I am Rafiq, a machine and not a person. All information here is free.", "en")


def menu(lang: str, text: str = "", replaces: str = "") -> Outgoing:
    if lang == "ar":
        labels = ["حقوقك في العمل", "البقاء بأمان", "اللغة"]
        text = "ماذا تريد أن تعرف؟"
    else:
        labels = ["Your rights at work", "Staying safe", "Language"]
        text = text or "What would you like to know?"
    buttons = (
        Button("s1:rights", labels[0]),
        Button("s1:safety", labels[1]),
        Button("s1:lang", labels[2], nav=True),
    )
    return Outgoing(text, lang, buttons=buttons, replaces=replaces)


def article(lang: str, replaces: str = "") -> Outgoing:
    if lang == "ar":
        buttons = (
            Button("s2:next", "التالي"),
            Button("s2:back", "رجوع", nav=True),
            Button("s2:menu", "القائمة", nav=True),
        )
        title = "رسوم التوظيف"
        return Outgoing(f"{title}\n\n{ARABIC_PIECE}", "ar", (Span(0, len(title), "bold"),), buttons, replaces)
    text = (
        "Who pays for hiring\n\nThe employer pays. <b>Not you.</b> Read what the ILO says, or ask 👩‍🔧 staff."
    )
    at = text.index("ILO")
    spans = (Span(0, 19, "bold"), Span(at, at + 3, "link", "https://www.ilo.org/topics"))
    buttons = (
        Button("s2:next", "Next"),
        Button("s2:back", "Back", nav=True),
        Button("s2:menu", "Menu", nav=True),
    )
    return Outgoing(text, "en", spans, buttons, replaces)


def pressed(incoming: Incoming) -> Outgoing:
    match incoming.button:
        case "s1:rights":
            return article("ar" if incoming.hint == "ar" else "en", incoming.message)
        case "s1:lang":
            return menu("en" if incoming.hint == "ar" else "ar", replaces=incoming.message)
        case "s2:back" | "s2:menu":
            return menu("ar" if incoming.hint == "ar" else "en", replaces=incoming.message)
        case "s1:safety":
            ticked = (Button("s1:safety", "✓ Staying safe"), Button("s1:rights", "Your rights at work"))
            return Outgoing("Ticked.", "en", buttons=ticked, replaces=incoming.message, pick=True)
    return Outgoing("This is no longer open.", "en")
