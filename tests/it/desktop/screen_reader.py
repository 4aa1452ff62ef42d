"""What a screen reader sees of the program under test, and what it can do.

Reads one request a line, {"do": "tree"} or {"do": "press", "name": ...}, and answers with one
line of JSON: {"nodes": [...]}, {"done": true} or {"failed": "..."}.
"""

import json
import sys

import pyatspi

STATES = {
    pyatspi.STATE_FOCUSED: "focused",
    pyatspi.STATE_CHECKED: "checked",
    pyatspi.STATE_SENSITIVE: "enabled",
    pyatspi.STATE_SHOWING: "showing",
}


def programs(name):
    """Every running program of this name; two windows are two programs."""
    desktop = pyatspi.Registry.getDesktop(0)
    children = [desktop.getChildAtIndex(place) for place in range(desktop.childCount)]
    found = [child for child in children if child is not None and name in (child.name or "").lower()]
    if not found:
        raise LookupError("the program is not on the accessibility bus")
    return found


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    for place in range(node.childCount):
        yield from walk(node.getChildAtIndex(place), depth + 1)


def describe(node):
    states = node.getState()
    return {
        "name": node.name or "",
        "states": [word for state, word in STATES.items() if states.contains(state)],
    }


def press(nodes, name):
    for node in nodes:
        if (node.name or "") == name and "Action" in pyatspi.listInterfaces(node):
            node.queryAction().doAction(0)
            return
    raise LookupError(f"nothing called {name!r} can be pressed")


def answer(request):
    nodes = [node for root in programs(request["program"]) for node in walk(root)]
    if request["do"] == "tree":
        return {"nodes": [describe(node) for node in nodes]}
    if request["do"] == "press":
        press(nodes, request["name"])
        return {"done": True}
    raise LookupError(f"unknown request {request['do']!r}")


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as fault:  # The program may be closing or not there yet; the test decides what to make of it.
        reply = {"failed": f"{type(fault).__name__}: {fault}"}
    print(json.dumps(reply), flush=True)
