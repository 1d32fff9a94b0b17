#!/usr/bin/env python3
"""Learns what words say of a message's kind, and prints rules/en/lists/kind-words.txt (src/lint/kind_words.h).

usage: learn.py WORDS RULES CASES    WORDS: the program tests/kinds/words.c; CASES: tests/cases

The mails are those of the cases whose kind is known: KIND--NAME in good/ and kinds/, `told: KIND` in flawed/, and passages
of elements/KIND--ELEMENT.txt put together. For each kind a linear support vector machine (L2, squared hinge loss, classes
balanced) tells it from all others, by dual coordinate descent (Hsieh and others 2008, "A Dual Coordinate Descent Method
for Large-scale Linear SVM", algorithm 1). The same every time.
"""
import collections
import math
import os
import random
import re
import subprocess
import sys

ALWAYS = "*"
WORDS_MOST = 4000     # those that tell most
LEAST_MESSAGES = 2    # words of fewer messages tell nothing
LEAST_WEIGHT = 10     # hundredths
COST = 1.0
ROUNDS = 25
PASSAGES = 20         # messages made for each kind of the passages
# A fifth of our mails are answers, far more than of what companies send: hundredths less for each kind.
LESS = {"answer": 40}
NO_WORDS = ("given-names.txt", "first-names.txt")  # who writes does not tell why


def kinds_of(rules):
    return sorted(name[:-4] for name in os.listdir(os.path.join(rules, "en", "kinds")) if name != "unknown.yml")


def known_mails(cases, kinds):
    """Paths, and the kind of each."""
    flawed = os.path.join(cases, "flawed")
    for folder in (os.path.join(cases, "good"), os.path.join(cases, "kinds")):
        for name in sorted(os.listdir(folder)):
            kind = name.split("--")[0]
            if kind in kinds:
                yield os.path.join(folder, name), kind
    for name in sorted(os.listdir(flawed)):
        folder = os.path.join(flawed, name)
        with open(os.path.join(folder, "expected"), encoding="utf-8") as file:
            told = [line[5:].split("#")[0].strip() for line in file if line.startswith("told:")]
        if told and told[0] in kinds:
            yield os.path.join(folder, next(mail for mail in sorted(os.listdir(folder)) if mail != "expected")), told[0]


def words_of(program, rules, paths):
    """Path -> words."""
    found = {}
    for at in range(0, len(paths), 500):
        done = subprocess.run([program, rules, *paths[at:at + 500]], stdout=subprocess.PIPE, check=True)
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            path, *words = line.split("\t")
            found[path] = words
    return found


def passages(folder):
    """Messages made of passages that give the elements of a kind."""
    given = collections.defaultdict(list)
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines = [re.sub(r"^\??\+ ", "", line) for line in file if re.match(r"\??\+ ", line)]
        if lines:
            given[name.split("--")[0]].append(lines)
    for kind, elements in sorted(given.items()):
        for i in range(PASSAGES):
            text = " ".join(lines[i % len(lines)] for lines in elements).lower()
            yield sorted({word for word in re.findall(r"[^\W_]+", text) if not re.search(r"\d", word)}), kind


def names_of(rules):
    names = set()
    for name in NO_WORDS:
        with open(os.path.join(rules, "en", "lists", name), encoding="utf-8") as file:
            names |= {line.split("\t")[0].strip() for line in file}
    with open(os.path.join(rules, "en", "lists", "words.txt"), encoding="utf-8") as file:
        return names - {line.split("\t")[0].strip() for line in file}


def rarities(messages, names):
    counts = collections.Counter(word for words, _ in messages for word in words)
    total = len(messages)
    return {word: math.log((1 + total) / (1 + count)) + 1
            for word, count in sorted(counts.items()) if count >= LEAST_MESSAGES and word not in names}


def vectors(messages, numbers, rarity):
    """Each message as [(number of a word, value)], of length 1, with a last one for what goes for all."""
    made = []
    for words, _ in messages:
        known = [word for word in words if word in numbers]
        length = math.sqrt(sum(rarity[word] ** 2 for word in known)) or 1.0
        made.append([(numbers[word], rarity[word] / length) for word in known] + [(len(numbers), 1.0)])
    return made


def separate(points, signs, costs, size):
    """The weights that tell the points with sign 1 from those with -1."""
    weights, alphas = [0.0] * size, [0.0] * len(points)
    order = list(range(len(points)))
    chance = random.Random(1)
    diagonal = [0.5 / cost for cost in costs]
    squares = [sum(value * value for _, value in point) + diagonal[i] for i, point in enumerate(points)]
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for i in order:
            sign = signs[i]
            gradient = sign * sum(weights[at] * value for at, value in points[i]) - 1 + diagonal[i] * alphas[i]
            if alphas[i] == 0 and gradient >= 0:
                continue
            before = alphas[i]
            alphas[i] = max(before - gradient / squares[i], 0.0)
            step = (alphas[i] - before) * sign
            for at, value in points[i]:
                weights[at] += step * value
    return weights


def learn(messages, kinds, vocabulary, rarity):
    """kind -> weights of the vocabulary's words, and of what goes for all."""
    numbers = {word: number for number, word in enumerate(vocabulary)}
    points = vectors(messages, numbers, rarity)
    counts = collections.Counter(kind for _, kind in messages)
    learnt = {}
    for kind in kinds:
        own, others = counts[kind], len(messages) - counts[kind]
        share = {True: COST * len(messages) / (2 * own), False: COST * len(messages) / (2 * others)}
        is_own = [known == kind for _, known in messages]
        learnt[kind] = separate(points, [1 if own else -1 for own in is_own], [share[own] for own in is_own], len(vocabulary) + 1)
    return learnt


def print_list(kinds, vocabulary, rarity, learnt):
    lines = []
    for number, word in enumerate(vocabulary + [ALWAYS]):
        less = LESS if word == ALWAYS else {}
        votes = [(kind, round(100 * learnt[kind][number]) - less.get(kind, 0)) for kind in kinds]
        told = " ".join(f"{kind} {weight}" for kind, weight in votes if abs(weight) >= LEAST_WEIGHT)
        if told:
            lines.append(f"{word}\t{told}" if word == ALWAYS else f"{word}\t{round(10 * rarity[word])} {told}")
    sys.stdout.buffer.write("".join(line + "\n" for line in sorted(lines, key=lambda line: line.split("\t")[0].encode())).encode())


def main():
    program, rules, cases = sys.argv[1:4]
    kinds = kinds_of(rules)
    mails = list(known_mails(cases, kinds))
    words = words_of(program, rules, [path for path, _ in mails])
    messages = [(words[path], kind) for path, kind in mails] + list(passages(os.path.join(cases, "elements")))
    rarity = rarities(messages, names_of(rules))
    vocabulary = sorted(rarity)
    learnt = learn(messages, kinds, vocabulary, rarity)
    telling = {word: max(abs(learnt[kind][number]) for kind in kinds) * rarity[word] for number, word in enumerate(vocabulary)}
    vocabulary = sorted(sorted(vocabulary, key=lambda word: (-telling[word], word))[:WORDS_MOST])
    print_list(kinds, vocabulary, rarity, learn(messages, kinds, vocabulary, rarity))


if __name__ == "__main__":
    main()
