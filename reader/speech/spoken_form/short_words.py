"""Words that are short for others, in English. Values only."""

from __future__ import annotations


def _read(table: str) -> dict[str, str]:
    """Entries parted by semicolons, each a short word and what is said for it."""
    pairs = (entry.split(maxsplit=1) for entry in table.split(";"))
    return {short: " ".join(said.split()) for short, said in pairs}


ALWAYS = _read("""
approx approximately; dept department; depts departments; govt government; etc et cetera; vs versus; incl
including; excl excluding; viz namely; cf compare; aka also known as; e.g for example; eg for example; i.e that is;
ie that is; a.k.a also known as; n.b note well; N.B note well; Dr Doctor; Drs Doctors; Mr Mr; Mrs Mrs; Ms Ms; Mx
Mix; Prof Professor; Profs Professors; Jr Junior; Ltd Limited; Corp Corporation; wks weeks; hrs hours; yrs years;
mths months; mins minutes; secs seconds; b.d twice a day; b.i.d twice a day; t.d.s three times a day; t.i.d three
times a day; q.d.s four times a day; q.i.d four times a day; p.r.n as needed; o.d once a day; Ph.D P H D; PhD P H
D; M.D M D; B.Sc B S C; M.Sc M S C; BSc B S C; MSc M S C; p.a per year; p.m PM; a.m AM; w.r.t with respect to; pls
please; Xmas Christmas; appt appointment; appts appointments; misc miscellaneous; esp especially; ASAP as soon as
possible
""")
"""With a full stop after them or without."""
DOTTED = _read("""
max maximum; min minimum; est established; ed editor; eds editors; Sr Senior; Rev Reverend; Hon Honourable; Capt
Captain; Sgt Sergeant; Col Colonel; Gen General; Lt Lieutenant; Inc Incorporated; Co Company; Assoc Association;
Assn Association; Univ University; Hosp Hospital; Inst Institute; Intl International; Natl National; tel telephone;
Tel Telephone; mob mobile; Mob Mobile; ca circa; ave average; avg average; std standard; temp temperature; diff
difference; cont continued; ref reference; resp respectively; Bldg Building; Messrs Messers; Gov Governor; Sen
Senator; Pres President; repr reprinted; trans translated; orig originally; prob probably; poss possibly; admin
administration; mo months; wk week; hr hour; yr year; mth month; tsp teaspoon; tbsp tablespoon; syn synonym; abbr
abbreviation; freq frequency; Mt Mount; Ft Fort; Jan January; Feb February; Apr April; Aug August; Sept September;
Sep September; Oct October; Nov November; Dec December; Thurs Thursday; Tues Tuesday; inj injection; med medical;
meds medicines; neurol neurology; surg surgery; soln solution
""")
"""Only with their full stop."""
BEFORE_NUMBER = _read("""
no number; nos numbers; fig figure; figs figures; p page; pp pages; vol volume; vols volumes; ch chapter; chap
chapter; chs chapters; sec section; sect section; secs sections; eq equation; eqs equations; ref reference; refs
references; para paragraph; paras paragraphs; art article; ext extension; tab table; appx appendix; pt part; c
circa; ca circa; v version; ver version; ed edition; lev level; app appendix; tel telephone; apt apartment; rm
room; bk book; ex exercise; q question; max maximum; min minimum
""")
"""Only with their full stop, or as in `CAPITAL_ENOUGH`, before a number."""
STREETS = _read("""
St Street; Rd Road; Ave Avenue; Av Avenue; Ln Lane; Sq Square; Blvd Boulevard; Pl Place; Ct Court; Cres Crescent;
Gdns Gardens; Terr Terrace; Cl Close; Hwy Highway; Dr Drive; Pk Park; Pkwy Parkway; Gr Grove
""")
"""At the end of a street's name."""
DAYS = _read("""
Mon Monday; Tue Tuesday; Tues Tuesday; Wed Wednesday; Weds Wednesday; Thu Thursday; Thur Thursday; Thurs Thursday;
Fri Friday; Sat Saturday; Sun Sunday
""")
"""Among other days, or before a number."""
LETTERS = frozenset(
    (
        "AAMI ADL ADR AED ALS DYT EAP ECG ECT EDS EEA EEG EIA EMA EMDR EMG ENT ESA FAQ IBS ICU ISM IUD LED NIH OA "
        "OBE OT OTC RA SSRI UDRS UKRI UTI"
    ).split()
)
"""Said letter by letter, although voices take them for words."""
CAPITAL_ENOUGH = frozenset(
    "Tel tel ext No Nos Fig Figs Vol Ch Sec Eq Ref Refs Ext Appx Para fig figs vol pp".split()
)
"""Before a number they need no full stop."""
