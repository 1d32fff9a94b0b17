"""What an author may write into the slots of a placeholder fix."""
import re

SLOTS = {
    "action": "send you a new one",
    "address": "12 Mill Lane, Leeds LS1 4AB",
    "alternative": "keep the price until the end of June",
    "amount": "$120.00",
    "card or account": "the card ending 4021",
    "carrier": "Royal Mail",
    "cause": "a cable was cut during roadworks",
    "change": "now check every address twice",
    "colleague": "Ana Silva",
    "company": "Miller Doors Ltd",
    "contact": "ana.silva@example.com",
    "date": "Friday 12 June 2026",
    "due date": "12 June 2026",
    "effect": "nothing changes until July",
    "hours": "Monday to Friday, 9 am to 5 pm",
    "how to pay": "by card at https://pay.example.com/4021",
    "included": "delivery and fitting",
    "items": "2 blue armchairs",
    "link": "https://example.com/start?code=4021",
    "minutes": "5",
    "name": "Ana Silva",
    "not included": "painting",
    "owner": "Ana Silva",
    "phone": "01632 960 123",
    "postal address": "Miller Doors Ltd, 12 Mill Lane, Leeds LS1 4AB",
    "reason": "you have an account with us",
    "reference": "CR-40218",
    "rest": "the final check",
    "state": "the repair is done",
    "step": "open the app",
    "tax": "$20.00 VAT",
    "team": "the claims team",
    "time": "10:30 am",
    "time zone": "UK time",
    "topic": "the price of a door",
    "tracking link": "https://track.example.com/4021",
    "unsubscribe link": "https://example.com/unsubscribe",
    "visit or order": "your visit on 3 May",
    "weekday": "Friday",
    "what": "see the money on your account",
    "what it shows": "a brass lock with two keys",
    "what happens to data and things lent": "We delete your data on 12 June and collect the router",
    "what you did": "sent you a new one",
    "what happened": "that your father has died",
    "what the customer did": "sending the photos",
    "what went wrong": "the door came late",
    "whom": "the customer council",
    "what it is": "the plan of the doors",
}
SLOT = re.compile(r"\{([a-z][a-z ]*)\}")


def fill(text):
    """text as the author completes it."""
    return SLOT.sub(lambda match: SLOTS[match.group(1)], text)
