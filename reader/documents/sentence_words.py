"""What a stop after a word means, language by language: abbreviations, titles, words that begin sentences. Data only.

An entry is in lower case and without its last stop. What is not listed ends a sentence where a capital or a number
follows; so only those that are followed by one need to stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language."""

    titles: frozenset[str]
    """A name follows these."""
    counted: frozenset[str]
    """A number, or the thing counted, follows these; a capitalised word does so in a new sentence."""
    go_on: frozenset[str]
    """Always go on with what follows."""
    may_end: frozenset[str]
    """End a sentence only where the next word surely begins one."""
    starters: frozenset[str]
    """Words that begin sentences far more often than names."""
    is_strict: bool
    """Whether only such a word surely begins one; elsewhere a capital does."""
    has_ordinals: bool
    """Whether a number with a stop is an ordinal: "am 3. Oktober"."""
    doubtful: frozenset[str]
    """All words after which a stop may be no end of a sentence, or only sometimes one."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = "dr drs prof profs mr mrs ms st ste sr jr hr fr rev gen col capt"
_COUNTED = (
    "approx abb abs app art bd bl cap ch chap ed eds eq eqs fig figs fol kap lit n nr no nos nº n° núm num op p pag pág"
    " para pg pl pp pt ref s sec sect tab tel vol vols ziff"
)
_GO_ON = (
    "a.k.a aka c.f ca cca cf cfr circa e.g eg et.al i.e ie incl inkl op.cit ibid p.ex resp v v.gr vgl viz"
    " vs"
)
_MAY_END = "al ave avg bldg blvd bros co corp est gmbh inc kg ltd max mio mrd plc sq univ ag"

_ENGLISH = {
    "titles": "adm asst atty brig cmdr cmdt cpl cpt det fr gov govs hon insp lt lts maj messrs mgr mlle mm mme"
    " mmes mt mx pfc pres pvt rep reps repr sen sens sens sgt supt bp brigd archbp revd ven mgr msgr ofc rt",
    "counted": "arts bks chaps dept ext exs figs fols ill number paras refs sects ser tbl approx appx"
    " cor deut eph ezek isa jer kgs lev matt prov thess chron heb tit",
    "go_on": "abbr op cit z.b",
    "may_end": "assn b.a b.sc b.s ba d.c d.d.s d.phil dist e.u esq ft hosp hr hrs hwy in jnr lb lbs m.a m.d m.sc"
    " m.p md mi mid min mins mo mos mph oz ph.d phd rd sec secs snr str tbsp temp tsp u.k u.n u.s u.s.a usa wk wks yd"
    " yds yr yrs b.c a.d b.c.e c.e misc orig tech elec mfg natl intl intl govt acad med",
    "starters": "a after all although am an and another are as at because before both but by can could did do does"
    " during each even every few finally first for from had has have he hence her here his how however i if in"
    " instead is it its just later let many may maybe meanwhile more moreover most my never next no nobody not nothing"
    " now of on once one only or others our perhaps please several she since so some sometimes soon still such that"
    " the their then there therefore these they this those though three through thus to today tomorrow two under"
    " unless until was we were what when where whether which while who whose why will with without would yes yet"
    " yesterday you your",
}  # fmt: skip
_OTHERS: dict[str, dict[str, str]] = {
    "de": {
        "titles": "dipl dipl.-ing ing fa frl mag med hrn sen jun st dr.med",
        "counted": "anm aufl bzgl hs jg jh jhd kl lfg rn rdnr s.a ss str tbl ver",
        "go_on": "a.d allg amtl bes betr bspw bzgl bzw ca d d.h d.i dgl ders dies e.v ebd ehem einschl engl entspr etwa"
        " evtl exkl franz geb gegr gem gest ggf griech i.a i.d.r i.e.s inkl insb jährl jew kath kfm lat lt m.e max min"
        " mind mtl n.chr nachm nat o.a o.ä od phil rer s.o s.u sog sogen spez std stv tägl u u.a u.u ugs ursprgl usf.z"
        " v.a v.chr verh versch vorm wg z z.b z.t z.zt zzgl zw",
        "may_end": "kg str",
        "starters": "aber alle als am an auch auf bei beide da danach dann das dazu dem den denn der des deshalb die"
        " dies diese dieser dieses doch dort du ein eine einen einer eines er es für gegen hier ich ihr ihre im in ist"
        " jeder jetzt kein keine man mein mit nach nicht nichts noch nun nur ob oder schließlich sein seine seit sie"
        " sind so sonst trotz um und unser unter viele vom von vor was weil wenn wer wie wir wo zu zum zur zwar über",
    },
    "fr": {
        "titles": "bd boul mm mme mmes mlle mlles mgr pr prs vve ste sts stes cdt cne",
        "counted": "al arr bibl chap col coll dép éd env fasc hab ill inv livr ms par réf sq suiv t tabl vx",
        "go_on": "adj apr av c.-à-d c.à.d càd cad ex p.ex env l.c n.b not p.-ê rel sc",
        "may_end": "j.-c cie",
    },
    "es": {
        "titles": "sra sres sras srta srtas dra dras d dña dn dª fr lic ing arq gral cnel tte exc excmo excma ilmo ilma"
        " sto sta ud uds vd vds hno hna rvdo mons s.m av avda pza c",
        "counted": "arts caps cta ctra edif esc núms pág págs párr piso tfno tít ss aprox km sig trad",
        "go_on": "a.c d.c ej p.ej ee aprox i.e ntra pdte prov",
        "may_end": "ee.uu uu cía s.a",
    },
    "it": {
        "titles": "arch avv cav comm dott dott.ssa dr.ssa egr gent geom ing mons on prof.ssa rag sig sig.na sig.ra sigg"
        " sigg.re spett ss suor c.so p.zza v.le l.go",
        "counted": "artt c co cpv lett ll num nn pagg par tav",
        "go_on": "a.c ad ca d.c es p.es per.es cfr tel",
        "may_end": "s.p.a s.r.l",
    },
    "pt": {
        "titles": "sra srs sras srta dra dras profa eng arq exmo exma ilmo ilma v vossa d dom exa av r pç",
        "counted": "arts caps cód pág págs tel tít fls inc",
        "go_on": "a.c d.c aprox ex p.ex i.e ",
        "may_end": "cia ltda s.a exa",
    },
    "nl": {
        "titles": "dhr mevr mw mej mr ir ing drs bc ds jhr st",
        "counted": "afb art blz hfst jrg nrs par pag ong",
        "go_on": "a.d a.h.w a.s bijv bv d.m.v d.w.z e.d e.g evt excl ex gem i.p.v i.t.t i.v.m incl jl m.a.w m.b.t m.i"
        " m.i.v max min n.a.v nl o.a o.l.v ong resp t.a.v t.g.v t.o.v t/m v.a zgn zg z.g",
    },
    "ru": {
        "titles": "ул пер пл просп пр акад гн г-н г-жа гжа доц инж им д-р канд ген проф св тов гр чл",
        "counted": "гл д ил илл кв корп л ок п пп прил рис с сб см ср ст стр табл тел т тт ч эт оф абз",
        "go_on": "англ в.т.ч в греч лат напр нем обл о оз р рр род т.е т.н т.к тыс умер фр мин гос пос дер",
        "may_end": "г гг вв др проч руб коп млн млрд кг км см мм м т.д т.п",
    },
    "uk": {
        "titles": "вул просп пл акад доц ім проф св гр ген інж п",
        "counted": "гл д кв мал рис с ст стор табл т ч буд обл",
        "go_on": "т.зв напр див м англ лат т.є в",
        "may_end": "р рр ст грн тис млн млрд др ін т.д т.п",
    },
    "bg": {
        "titles": "акад доц проф инж св г-н г-жа д-р арх бул ул вж",
        "counted": "бр гл ж.к кв стр ст т табл фиг чл ал",
        "go_on": "напр т.е т.нар вкл",
        "may_end": "г гг в лв др т.н хил млн",
    },
    "pl": {
        "titles": "ul al os pl abp bp ks o inż lek mgr hab dr.hab doc płk św gen p pp",
        "counted": "cz il lp ok pkt por rozdz rys str tab tel tyg ust zob zł par godz m.st woj nr",
        "go_on": "ang łac m.in max min ms n.p.m np ok p.n.e p.o pn ps r.ż tj tzn tzw ww wg zw śp",
        "may_end": "r w tys mln mld im wiek",
    },
    "cs": {
        "titles": "ul bc doc ing judr mgr mudr mvdr paní phdr prof rndr sv thdr csc",
        "counted": "č čís kap obr odst r s str tab tel",
        "go_on": "cca kupř mj n.m např nar p popř resp tj tzn tzv zejm",
    },
    "sk": {
        "titles": "ul bc doc ing judr mgr mudr mvdr phdr prof rndr sv",
        "counted": "č kap obr odst s str tab tel",
        "go_on": "cca napr nar p príp resp t.j tj tzn tzv",
    },
    "da": {
        "titles": "hr fru frk fhv adv overlæge",
        "counted": "afd afs bd bind fig kap kl nr pkt s stk str tlf",
        "go_on": "bl.a ca d dvs eks ekskl evt f.eks fx hhv inkl iflg ift ifm jf kbh m.h.t max min mht ml o.a pga pr s.k"
        " sml st såk tidl vedr vha",
        "starters": "han hun den det de jeg vi du der her men og så da når hvis i en et som på efter alle",
    },
    "sv": {
        "titles": "hr fr dir doc",
        "counted": "bil fig kap kl nr s sid st tab tel",
        "go_on": "bl.a ca d.v.s dvs e.d eg ev exkl f.d fr.o.m from inkl jfr kv max min p.g.a pga resp"
        " s.k sk st t.ex t.o.m tex t.v tv",
        "may_end": "m.m m.fl o.s.v osv",
        "starters": "han hon den det de jag vi du där här men och så när om i en ett som på efter alla dock även nu",
    },
    "nb": {
        "titles": "hr fr frk adv",
        "counted": "art fig jf kap kl nr pkt s st tlf",
        "go_on": "bl.a ca d dvs ekskl evt f.eks iflg inkl jf maks min mht pga pr s.k tidl vha",
        "starters": "han hun den det de jeg vi du der her men og så da når hvis i en et som på etter alle",
    },
    "fi": {
        "titles": "hra rva nti prof tri dos fil",
        "counted": "kpl kuv ks luku mom nro s ss taul vrt",
        "go_on": "alk ao ed em engl ent esim ev huom kesk k.o ko läh ml mm mt n noin ns puh so synt t tm ts yo",
        "starters": "hän se ne he minä me sinä te mutta ja kun jos nyt sitten siellä täällä tämä nämä sen",
    },
    "hu": {
        "titles": "dr ifj id özv prof szt",
        "counted": "évf fej ker kb o old sz tel u",
        "go_on": "bek ill ker kb kk m mb ny pl pld ui ún vö",
        "starters": "a az ez ő ők én mi de és ha nem majd akkor itt ott most",
    },
    "ro": {
        "titles": "dl dna d-na d-l dlui dr prof ing sf cap",
        "counted": "art alin bd cap fig lit nr pag str tel vol",
        "go_on": "aprox cca ex ",
    },
    "tr": {
        "titles": "av doç ecz müh öğr gör op prof sn uzm yrd hz",
        "counted": "bkz böl cad çev no s sf sok tel mad",
        "go_on": "bkz haz krş m.ö m.s ör örn yy yaklaşık",
        "starters": "bu o ve ama bir şu onlar biz ben sen çünkü sonra şimdi",
    },
    "el": {
        "titles": "κ κα κες κκ δρ δις καθ αγ",
        "counted": "αρ άρθρ βλ εικ εκδ κεφ σ σελ τηλ τόμ παρ πίν",
        "go_on": "π.χ δηλ λ.χ π.μ πρβλ π.δ μ.χ χιλ",
    },
    "hi": {"titles": "डॉ डा श्री प्रो पं कु"},
    "mr": {"titles": "डॉ श्री प्रा पं कु सौ"},
    "ar": {"titles": "د أ م ا"},
    "fa": {"titles": "د"},
    "ur": {"titles": "ڈاکٹر"},
    "vi": {"titles": "ts ths gs pgs bs ks cn tp q p", "counted": "tr"},
    "id": {"titles": "ir drs hj h sdr tn ny yth", "counted": "hlm jl no bab"},
    "kk": {"titles": "проф акад", "counted": "б қ"},
    "sl": {"titles": "dr g ga mag prof sv", "counted": "čl gl sl str", "go_on": "npr oz t.i tj"},
    "hr": {"titles": "dr g gđa mr prof sv", "counted": "čl br str sl", "go_on": "npr odn tj tzv"},
    "ca": {"titles": "sra dra", "counted": "pàg av fig", "go_on": "p.ex aprox"},
}  # fmt: skip
_SAME = {"no": "nb", "nn": "nb", "be": "ru", "sr": "hr", "bs": "hr", "gl": "pt", "ne": "hi", "ms": "id"}  # fmt: skip
_ORDINALS = _set("cs da de et fi fo hr hu is lb lv nb nn no sk sl sr bs tr")

SURE = _set(
    "he she it they we you i the this that these those then there his my your our their its here"
)
"""English words that are never part of a name."""
TIME_GOES_ON = _set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun daily"
    " weekdays est edt cst cdt mst mdt pst pdt gmt bst utc cet cest et ct pt eastern central"
    " pacific january february march april june july august september october november december"
)
"""What may follow "5 p.m." in the same sentence although it has a capital."""
MONTHS = _set("jan feb mar apr jun jul aug sep sept oct nov dec")
DAYS = _set("mon tue tues wed thu thur thurs fri sat sun")
CLOCK = _set("a.m p.m am pm")
UNITS = _set("ft hr hrs in lb lbs mi min mins mo mos oz sec secs temp wk wks yd yds yr yrs")
"""Abbreviations only after a number."""
STREETS = _set("st sts ave blvd rd")
"""Also the titles of saints; they may end after a name."""


@cache
def words_of(language: str) -> Words:
    """The lists for a primary language tag; English where it is unknown."""
    own = _OTHERS.get(_SAME.get(language, language))
    given = _ENGLISH if own is None else own
    may_end = _MAY_END if own is not None else f"{_MAY_END} {' '.join(MONTHS | DAYS)}"
    titles = _set(f"{_TITLES} {given.get('titles', '')}")
    counted = _set(f"{_COUNTED} {given.get('counted', '')}")
    go_on = _set(f"{_GO_ON} {given.get('go_on', '')}")
    may_end_too = _set(f"{may_end} {given.get('may_end', '')}")
    return Words(
        titles=titles,
        counted=counted,
        go_on=go_on,
        may_end=may_end_too,
        starters=_set(given.get("starters", "")),
        is_strict=own is None or language == "de",
        has_ordinals=language in _ORDINALS,
        doubtful=titles | counted | go_on | may_end_too | CLOCK | MONTHS | DAYS | UNITS,
    )
