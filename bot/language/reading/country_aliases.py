"""What people call countries beside the names of CLDR and our own."""

ALIASES = {
    "AE": "UAE, Emirates, Dubai, الامارات, امارات, دبي, دبی, Émirats, Emiratos, Imaaraadka, Емірати",
    "AF": "Afghan, Afganistan, افغان",
    "BA": "Bosnia, Bosnie, البوسنة, بوسنی, Боснія",
    "CD": "DRC, D.R.C., Congo, Kongo, Congo Kinshasa, Democratic Republic of the Congo, RDC, RD Congo, "
    "Zaire, Democratic Republic of Congo, République démocratique du Congo, الكونغو, کنگو, Конго, DR Kongo",
    "CF": "CAR, Centrafrique, RCA, Centroafrica",
    "CG": "Congo, Kongo, Congo Brazzaville, Republic of Congo, الكونغو, کنگو, Конго",
    "CI": "Ivory Coast, Cote d Ivoire, کوت دیوار, Costa de Marfil, Kodivaa",
    "CZ": "Czech Republic, République tchèque, República Checa, جمهوری چک",
    "DE": "جرمنی, آلمان, المان, Jarmal",
    "ET": "Abyssinia, حبشه, الحبشة, Itoobiya, Xabashida",
    "GB": "UK, U.K., England, Britain, Great Britain, Scotland, Wales, Northern Ireland, بريطانيا, إنجلترا, "
    "انگلستان, انگلیس, Angleterre, Grande-Bretagne, Inglaterra, Gran Bretaña, Ingiriiska, Англія, Британія",
    "IR": "Persia, Islamic Republic of Iran, ايران",
    "KP": "North Korea",
    "KR": "Korea, Corée, Corea, كوريا, کوریا, Корея, Kuuriya",
    "LA": "Lao",
    "MK": "Macedonia, Macédoine",
    "MM": "Burma, Birmanie, Birmania, Arakan, Rohingya, بورما, برمه",
    "NL": "Holland, Hollande, Holanda, هولندا, هلند, Голландія, Uholanzi",
    "PG": "New Guinea",
    "PS": "Gaza, West Bank, State of Palestine, غزة, الضفة الغربية, غزه, Cisjordanie, Cisjordania, Газа",
    "RU": "Russian Federation, Fédération de Russie",
    "SA": "KSA, Saudi, السعودية, عربستان, Arabie, Sucuudiga, Saudia, Саудівська",
    "SD": "السودان, Darfur",
    "SO": "Somaliland, Puntland, Soomaaliland",
    "SS": "South Soudan, Sudan South, جنوب السودان",
    "SY": "Syrian Arab Republic, سورية, سوریا, الشام, شام",
    "SZ": "Swaziland",
    "TR": "Turkey, Turkiye, ترکيا",
    "US": "USA, U.S.A., US, U.S., America, United States of America, امريكا, امریکا, آمریکا, أميركا, "
    "Amérique, ایالات متحده امریکا, EE. UU., EEUU, Estados Unidos de América, Mareykanka, Ameerika, "
    "Америка, США",
}
