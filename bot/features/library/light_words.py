"""Words that say nothing of what a question is about: they may not decide which article answers it.

Function words, question words, polite words and greetings of each language. A language without a row
still works: words that stand in most articles are light by themselves.
"""

from __future__ import annotations

from functools import cache

from bot.language.names import country_names
from bot.language.normal import fold

LIGHT = 0.05
"""What such a word weighs, where a word that only one article uses weighs about 1."""

_WORDS = {
    "en": """
        a an the of to in on at by for with from and or but if then than as so not no nor i me my
        mine we us our you your he him his she her it its they them their this that these those who
        whom whose which what when where why how is are was were be been being am do does did done
        have has had having can could will would shall should may might must there here about into
        out up down over under again also any some all each more most much many very just only still
        now yes ok okay please hello hi hey thank thanks good morning evening want need get got go
        going give tell say says said know find make take help someone somebody anybody something
        thing things im dont cant whats u r ur pls plz wat wats coz cuz bcoz wanna gonna bt dat dis
        hav wen hw abt sum thx
    """,
    "ar": """
        في من على الى إلى عن مع او أو و ثم ان أن إن لا ما لن هل كيف متى اين أين لماذا ليش شو ايش
        ماذا مين كم هو هي هم هن نحن انا أنا انت أنت انتم هذا هذه ذلك تلك هناك هنا التي الذي الذين كل
        بعض اي أي قد سوف كان كانت يكون تكون اكون عندي عندك لدي لك لي له لها لهم لنا بعد قبل حتى اذا
        إذا لو بدون غير فقط ايضا أيضا نعم اريد أريد بدي ممكن يمكن يمكنني استطيع أستطيع اقدر يجب لازم
        احتاج أحتاج اعرف أعرف شيء احد أحد بدك بدنا بدها بده عايز عايزه عاوز دا ده دي دول هاي هاد هذي
        هيك هلق هلا هسه الحين فين وين منين ازاي ايه ليه شنو شلون شكون شسوي اسوي اعمل نعمل بعمل كيفاش
        علاش واش باش اللي الي يلي مش مو مافي فيه فيني بقدر بس كمان برضه عشان علشان لان لأن عم رح راح
        حا معي معاي معك عنا عنده عندها عندنا عليه عليها عليّ علي واحد واحدة حد حدا وحدة قال بيقول
        بتقول يقول انه اني مرحبا اهلا أهلا السلام عليكم شكرا صباح مساء الخير فضلك سمحت
        بعرف نعرف منعرف بتعرف يعرف عرفت صار صارلي بيصير يصير بصير شي شوي كتير هون هيك لسا لسه روح
        نروح بروح بدهم بدهن قديش
    """,
    "fr": """
        le la les l un une des de d du au aux à en dans sur sous par pour avec sans et ou mais si
        que qui quoi quel quelle quels quelles quand où comment pourquoi combien est ce c je j tu il
        elle on nous vous ils elles me m te t se s mon ma mes ton ta tes son sa ses notre nos votre
        vos leur leurs ne n pas plus suis es sont sommes êtes être était ai as a avons avez ont
        avoir peux peut pouvez puis dois doit faut faire fait va vais veux veut voudrais besoin y
        cette cet ces ça cela moi toi lui très aussi oui non bonjour bonsoir salut merci svp plaît
        qu se lui leur chez tout tous toute après avant donc car alors jai jsuis cest keske coman pk
        stp dis dire vont veulent été
    """,
    "fa": """
        در از به با برای تا بر که و یا اما اگر چه چی چرا چگونه چطور کجا کی چند آیا این آن اینها من
        تو او ما شما آنها ایشان خود را است هست هستم هستند بود بودم باشد شود شده می نمی نه هر همه هیچ
        یک بعضی هم نیز فقط دیگر باید نباید می‌توانم میتوانم می‌شود میشود می‌خواهم میخواهم دارم دارد
        دارند کنم کند کنیم کنید کردن کرد کرده لطفا سلام ممنون تشکر متشکرم بله نخیر صبح بخیر کسی چیزی
        کمک
        ره رو مرا منو مره مه ده همرای اس استم استن هستن میتانم میتونم میخوام میخایم کده کدن شدم میشه
        میکنه میگه چیکار چطوری کدام اگه واسه برا اینجا حالا هنوز یه بعد قبل chi che chetor koja key
        mishe mikham daram dare hast ba az ro baraye age ma ham
        میتونه میتونیم میتونین میتونید میتونن میتونند میتوانیم میتواند میتوانند میتوانید میتانه میتانیم
        میتانین میتانند نمیتونم نمیتوانم نمیتانم نمیتونه نمیتونیم نمیتوانیم نمیتانیم تونم تونه تونیم تونن
        توانیم تواند توانند توانید تانم تانه تانیم میخواد میخوان میخوایم میخاهم میخام میخایه میخواهد میخواهیم
        میخواهند خوام خواد خوان خوایم خواهیم خواهد خواهند دیگه دگه دگر نشه بشه شه بشم باشه باشم باشیم باشین
        باشند هستیم هستید هستین استیم استین اند ام ای اید ایم هام های ها هایی نیست نیس نیستم نیستیم نیستن
        میشم میشیم میشن میشوند میشوم نمیشه نمیشود شوم شویم شوند شدیم شدن شدند بشود بشوم میکنم میکنیم میکنن
        میکنند میکنی میکنید میکنین میکند نمیکنم نمیکنه نمیکنن نمیکنند نمیکند کنن کنه کنین کنند کردم
        کردیم کردند کدم کدیم کنی بکنم بکنیم چیه چجوری چجوریه چطوریه چیست چیا چیز چیزا چقدر چقد کجاست کجاس
        کدوم کدومه چکار chie chejoori chejuri chegune chikar bayad mikonam mikonan mikone konam kone konan
        konim nemikonan nemikonam nemikone mitoonam mitunam mitonam mitoone mitune dige mikhad mishavad bashe
        hastam hastim inja ke man mano dar kojast beshe nist ast astam va
        بهم بهش برایم برام برامون مارا مارو ماره ازم ازش ازشان باهام پیش توی داخل روی
    """,
    "so": """
        waa in oo ka ku u la iyo ama laakiin haddii hadii maxaa maxay muxuu sidee goorma xaggee
        halkee kee tee ayaa baa miyaa ma maya haa aan aniga adiga isaga iyada annaga idinka iyaga
        kan tan kuwan kaas taas waxaan waxay waxa wuxuu ayuu ayey mid wax qof kasta dhammaan kale
        sidoo kaliya fadlan mahadsanid salaan iska warran nabad subax wanaagsan rabaa doonayaa karaa
        kartaa karo leeyahay yahay tahay ahay jira jirto i ii kuu loo lagu inaan inuu inay si
    """,
    "sw": """
        na ya wa la za cha vya kwa katika ni si au lakini kama je nini nani lini wapi vipi gani
        ngapi kwanini mimi wewe yeye sisi ninyi wao yangu wangu langu changu zangu yako wako hii
        huyu hiyo hizo hawa hao huo hapa hapo kule sana pia tu kila wote yote mtu kitu ninaweza
        naweza nataka ninataka nina ana tuna wana ndiyo hapana tafadhali asante habari jambo hujambo
        shikamoo salamu kwamba ili kuwa kuna hakuna bila baada kabla mpaka hadi sasa lazima
        sawa ok mambo poa sijui uko niko nipo yuko iko ipo nifanye nifanyeje naomba kuhusu ipi upi
        yupi hata ila ama kwani bado nawezaje anaweza wanaweza tunaweza inaweza
    """,
    "uk": """
        і й та або чи але якщо що як де коли чому хто який яка яке які скільки це цей ця ці той те
        ті я ти він вона воно ми ви вони мене мені мій моя моє мої тебе тобі твій його йому її їй
        нас нам наш вас вам ваш їх їм не ні так в у на з із зі до від по за про для без під над при
        через є був була було були бути буде можу можна може треба потрібно хочу маю має мати вже ще
        тільки теж також все всі будь ласка привіт вітаю добрий день ранок вечір дякую доброго щось
        хтось
        шо скіки такий мною тут там куди робити
    """,
    "es": """
        el la los las un una unos unas de del a al en por para con sin y o pero si que qué quien
        quién cual cuál cuando cuándo donde dónde como cómo cuanto cuánto cuántos es son soy eres
        somos está están estoy ser estar fue era hay ha he han tengo tiene tienen tener puedo puede
        pueden poder debo debe hacer hace quiero necesito yo tú él ella nosotros ustedes ellos ellas
        me te se nos le les lo mi mis tu tus su sus este esta esto estos estas ese esa eso no sí más
        muy también ya solo algo alguien hola gracias favor buenos buenas días tardes noches
        q k ke pa x xq pq desde hasta entre sobre porque aqui alla ahora todo toda todos todas otro
        otra va voy van ir dice dicen usted vos nuestro quisiera saber ayuda cuanta cuales siendo
        cada tan ni mio mia
    """,
}


@cache
def light_words(lang: str) -> frozenset[str]:
    """The light words of a language, folded."""
    return frozenset(fold(_WORDS.get(lang, "")).split())


@cache
def place_words(lang: str) -> frozenset[str]:
    """Words of country names, folded: a country alone does not say what a question is about."""
    words = " ".join(country_names(lang).values())
    return frozenset(word for word in fold(words).split() if len(word) > 2) - light_words(lang)
