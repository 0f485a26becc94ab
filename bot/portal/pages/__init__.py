"""The pages, one file each: its fields, its endpoints and its rows of the route table (`ROWS`).

A new page takes four steps. Write `bot/portal/pages/NAME.py`:

    NAMES = (Field("name", T("portal.slots", "What is it called?")),)

    async def show_slots(visit: Visit) -> Response:
        found = await visit.read(lambda conn: slots.listed(conn, visit.me.organisation))
        return visit.show("slots.html", found=found, form=Form(NAMES))

    async def add_slot(visit: Visit) -> Response:
        form = Form.sent(NAMES, visit.sent)
        if not form.bad:
            with form.refusals():
                await visit.write(lambda conn: slots.add(conn, visit.me, form["name"], visit.now))
        if form.bad:
            return await show_slots_again(visit, form)
        return visit.go("/slots", T("portal.slots", "The slot is open."))

    ROWS = (
        Page("GET", "/slots", show_slots, roles("employer"), card=Card("meetings", T(...), T(...))),
        Page("POST", "/slots", add_slot, roles("employer")),
    )

Name the module in `bot/portal/routes.py`, write `bot/portal/templates/slots.html` (begin with
`{% extends "base.html" %}`; form.html and list.html have fields and tables), and, for a path with a
parameter, give the row an `owner` and tests/portal/samples.py one object of each side. Then `make texts`
and translate.
"""
