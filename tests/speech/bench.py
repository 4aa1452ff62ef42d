#!/usr/bin/env python3
"""How well `starling analyse` measures speech of which everything is known, beside Praat and librosa.

Usage: tests/speech/bench.py STARLING [--asterisk FOLDER TEXTS DICT]

Needs numpy, scipy and soundfile, and espeak-ng or flite. praat-parselmouth, librosa and pyloudnorm are asked the same
where they are installed. With --asterisk also human clips: the folder of the package asterisk-core-sounds-en-g722 with
its texts (core-sounds-en.txt.gz) and the dictionary cmudict-en-us.dict; ffmpeg reads the clips.
"""
import gzip, json, os, random, re, shutil, subprocess, sys, tempfile, time

import numpy as np
import soundfile
from scipy.signal import fftconvolve, resample_poly

try:
    import parselmouth
    from parselmouth.praat import call
except ImportError:
    parselmouth = None
try:
    import librosa
except ImportError:
    librosa = None
try:
    import pyloudnorm
except ImportError:
    pyloudnorm = None

SENTENCES = """The birch canoe slid on the smooth planks
It is easy to tell the depth of a well
These days a chicken leg is a rare dish
The box was thrown beside the parked truck
Four hours of steady work faced us
The boy was there when the sun rose
Help the woman get back to her feet
The soft cushion broke the man's fall
I had to convince the whole engineering department that our migration was necessary
My manager asked me to coordinate the release between several different teams
After the incident I organised a detailed review with everybody involved
The customer satisfaction numbers improved dramatically over the following quarter
Nobody had considered what would happen when the database became unavailable
I learned that communicating early is considerably cheaper than apologising later""".splitlines()
GAPS_SECS = [0.15, 0.2, 0.32, 0.4, 0.5, 0.7, 1.0, 1.5, 2.2, 4.2]
FLITE_VOWELS = set("aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw axr".split())
DICT_VOWELS = set("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
rng, noise = random.Random(3), np.random.default_rng(3)


def espeak(folder, voice, rate, text):
    file = os.path.join(folder, "voice.wav")
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(rate), "-w", file, text], check=True)
    phones = subprocess.run(["espeak-ng", "-v", voice, "-q", "-x", "--sep=_", text], capture_output=True, text=True)
    vowels = [p for p in re.split(r"[_\s]+", phones.stdout) if re.match("[aAeEiIoOuUV03@&]", p.strip("',%"))]
    return (*soundfile.read(file), len(vowels))


def flite(folder, voice, stretch, text):
    file = os.path.join(folder, "voice.wav")
    told = subprocess.run(["flite", "-voice", voice, "--setf", f"duration_stretch={stretch}", "-t", text, "-ps", "-o", file],
                          check=True, capture_output=True, text=True)
    return (*soundfile.read(file), sum(phone in FLITE_VOWELS for phone in told.stdout.split()))


def trimmed(samples, rate):
    width = int(rate * 0.005)
    level = np.sqrt(np.convolve(samples**2, np.ones(width) / width, "same"))
    loud = np.where(level > level.max() * 10 ** (-45 / 20))[0]
    return samples[loud[0] : loud[-1] + 1]


def answer(parts, rate):
    """The parts with silences of known places between them."""
    samples, silences = [np.zeros(int(rng.uniform(0.5, 3) * rate))], []
    for number, part in enumerate(parts):
        samples.append(part * 0.1 / np.sqrt(np.mean(part**2)))
        at = sum(map(len, samples))
        length = int((rng.choice(GAPS_SECS) if number + 1 < len(parts) else 1.0) * rate)
        samples.append(np.zeros(length))
        silences.append((at / rate, (at + length) / rate))
    return np.concatenate(samples), len(samples[0]) / rate, silences[:-1]


def spoilt(samples, rate, how):
    rms = 0.1
    if how.startswith(("pink", "white")):
        spectrum = np.fft.rfft(noise.standard_normal(len(samples)))
        if how.startswith("pink"):
            spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
        hiss = np.fft.irfft(spectrum, len(samples))
        return samples + hiss / hiss.std() * rms * 10 ** (-float(how.split()[1]) / 20)
    if how == "echo":
        tail = noise.standard_normal(int(rate * 0.45)) * np.exp(-6.9 * np.arange(int(rate * 0.45)) / (rate * 0.4))
        tail *= 0.5 / np.sqrt(np.sum(tail**2))
        tail[0] = 1
        return fftconvolve(samples, tail)[: len(samples)]
    return samples * {"clean": 1.0, "30 dB quieter": 10 ** (-30 / 20), "6 dB too loud": 2.0 / np.abs(samples).max()}[how]


def praat_pauses(sound):
    grid = call(sound, "To TextGrid (silences)", 100, 0, -25, 0.3, 0.1, "silent", "sounding")
    count = int(call(grid, "Get number of intervals", 1))
    spans = [(call(grid, "Get label of interval", 1, i), call(grid, "Get start time of interval", 1, i),
              call(grid, "Get end time of interval", 1, i)) for i in range(1, count + 1)]
    return [(start, end) for label, start, end in spans if label == "silent" and start > 0 and end < sound.duration - 0.01]


def praat_syllables(sound):
    """Peaks of the intensity with dips of 2 dB that are voiced: de Jong and Wempe 2009."""
    intensity = sound.to_intensity(50)
    levels, times = intensity.values[0], intensity.xs()
    least = np.percentile(levels, 99) - 25
    pitch = sound.to_pitch_ac(0.02, 30, 4, False, 0.03, 0.25, 0.01, 0.35, 0.25, 450)
    count, valley = 0, None
    for at in range(1, len(levels) - 1):
        if not (levels[at] > levels[at - 1] and levels[at] >= levels[at + 1] and levels[at] > least):
            continue
        following = levels[at:]
        rises = np.where(following > levels[at])[0]
        dip = following[: rises[0]].min() if len(rises) else following.min()
        if levels[at] - dip > 2 and pitch.get_value_at_time(times[at]) > 0:
            count += 1
    return count


def librosa_pauses(samples, rate):
    parts = librosa.effects.split(samples, top_db=30, frame_length=1024, hop_length=256)
    return [(a[1] / rate, b[0] / rate) for a, b in zip(parts, parts[1:])]


class Score:
    def __init__(self):
        self.wanted = self.found = self.false = 0
        self.edges, self.onsets, self.syllables = [], [], []
        self.minutes = self.true_secs = self.found_secs = 0.0

    def add(self, pauses, truth, secs, onset_error=None, syllable_error=None):
        pauses = [p for p in pauses if p[1] - p[0] >= 0.3]
        true = [s for s in truth if s[1] - s[0] >= 0.3]
        shared = lambda one, other: max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
        for silence in true:
            best = max(pauses, key=lambda p: shared(p, silence), default=None)
            self.wanted += 1
            if best and shared(best, silence) > 0.5 * (silence[1] - silence[0]):
                self.found += 1
                self.edges += [abs(best[0] - silence[0]), abs(best[1] - silence[1])]
        self.false += sum(sum(shared(p, s) for s in truth) < 0.05 for p in pauses)
        self.minutes += secs / 60
        self.true_secs += sum(b - a for a, b in true)
        self.found_secs += sum(b - a for a, b in pauses)
        self.onsets += [] if onset_error is None else [abs(onset_error)]
        self.syllables += [] if syllable_error is None else [syllable_error]

    def row(self):
        millis = lambda values: f"{1000 * np.median(values):4.0f} ms" if values else "      –"
        percent = lambda values: f"{100 * np.mean(np.abs(values)):4.1f} %" if values else "     –"
        return (f"found {self.found / max(1, self.wanted):.3f}  false {self.false / self.minutes:5.2f}/min  edges {millis(self.edges)}"
                f"  time {100 * (self.found_secs / max(1e-9, self.true_secs) - 1):+6.1f} %  onset {millis(self.onsets)}"
                f"  syllables {percent(self.syllables)}")


def measured(starling, files):
    told = subprocess.run([starling, "analyse", "--format", "json", *files], capture_output=True, text=True)
    return json.loads(told.stdout)


def answers(starling, folder):
    voices = []
    if shutil.which("espeak-ng"):
        voices += [(espeak, v, r) for v, r in [("en-us", 150), ("en-gb", 190), ("en-gb-scotland", 170), ("en-us+f2", 135), ("en-us+m3", 210)]]
    if shutil.which("flite"):
        voices += [(flite, v, s) for v, s in [("slt", 1.0), ("rms", 1.0), ("kal16", 1.1), ("slt", 0.85)]]
    made = []
    for number, (speak, voice, pace) in enumerate(voices):
        rate = [48000, 44100, 16000][number % 3]
        parts = [speak(folder, voice, pace, text) for text in rng.sample(SENTENCES, 8)]
        sounds = [resample_poly(trimmed(s, r), rate, r) for s, r, _ in parts]
        made.append((rate, *answer(sounds, rate), sum(part[2] for part in parts)))
    for how in ["clean", "pink 20", "white 20", "pink 10", "white 10", "pink 5", "echo", "30 dB quieter", "6 dB too loud"]:
        ours, praat, other = Score(), Score(), Score()
        files = []
        for number, (rate, samples, *_rest) in enumerate(made):
            files.append(os.path.join(folder, f"{number}.wav"))
            soundfile.write(files[-1], np.clip(spoilt(samples, rate, how), -1, 1), rate, subtype="PCM_16")
        for file, row, (rate, _, onset, silences, syllables) in zip(files, measured(starling, files), made):
            pauses = [(p["start_s"], p["end_s"]) for p in row["pauses"]]
            late = None if row["onset_s"] is None else row["onset_s"] - onset
            ours.add(pauses, silences, row["duration_s"], late, row["syllables"] / syllables - 1)
            if parselmouth:
                sound = parselmouth.Sound(file)
                praat.add(praat_pauses(sound), silences, sound.duration, None, praat_syllables(sound) / syllables - 1)
            if librosa:
                samples, rate = soundfile.read(file, dtype="float32")
                other.add(librosa_pauses(samples, rate), silences, len(samples) / rate)
        print(f"{how:14} Starling {ours.row()}")
        if parselmouth:
            print(f"{'':14} Praat    {praat.row()}")
        if librosa:
            print(f"{'':14} librosa  {other.row()}", flush=True)
    return files


def clips(starling, folder, sounds, texts, dictionary):
    syllables_of = {}
    for line in open(dictionary):
        word, phones = line.rstrip().split(" ", 1)
        if "(" not in word:
            syllables_of[word] = sum(phone in DICT_VOWELS for phone in phones.split())
    files, truth = [], []
    for line in gzip.open(texts, "rt", errors="replace"):
        name, _, text = line.partition(": ")
        words = [w.strip("'") for w in re.findall("[a-z']+", text.lower())]
        source = os.path.join(sounds, name + ".g722")
        if re.search(r"[0-9\[\]*#]", text) or len(words) < 4 or not os.path.exists(source):
            continue
        if all(word in syllables_of for word in words):
            files.append(os.path.join(folder, f"clip{len(files)}.wav"))
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "g722", "-i", source, files[-1]], check=True)
            truth.append(sum(syllables_of[word] for word in words))
    ours = [row["syllables"] for row in measured(starling, files)]
    told = {"Starling": ours}
    if parselmouth:
        told["Praat"] = [praat_syllables(parselmouth.Sound(file)) for file in files]
    for who, counts in told.items():
        errors = np.array(counts) / np.array(truth) - 1
        print(f"{len(files)} human clips  {who:9} syllables: mean error {100 * errors.mean():+.1f} %, "
              f"a clip's error {100 * np.abs(errors).mean():.1f} %, in all {100 * (sum(counts) / sum(truth) - 1):+.1f} %")


def levels_and_speed(starling, folder, file):
    row = measured(starling, [file])[0]
    samples, rate = soundfile.read(file)
    if pyloudnorm:
        print(f"loudness: {row['loudness_lufs']:.2f} LUFS, pyloudnorm {pyloudnorm.Meter(rate).integrated_loudness(samples):.2f}")
    if shutil.which("ffmpeg"):
        told = subprocess.run(["ffmpeg", "-nostats", "-i", file, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, text=True)
        print("true peak:", row["true_peak_dbtp"], "ffmpeg", re.findall(r"Peak:\s+(\S+) dBFS", told.stderr)[-1])
    long = os.path.join(folder, "long.wav")
    soundfile.write(long, np.resize(samples, 300 * rate), rate, subtype="PCM_16")
    begun = time.time()
    measured(starling, [long])
    print(f"five minutes: {time.time() - begun:.2f} s")
    if parselmouth:
        begun, sound = time.time(), parselmouth.Sound(long)
        praat_pauses(sound), praat_syllables(sound), sound.to_pitch_ac(0.01, 65, 15, False, 0.03, 0.45, 0.01, 0.35, 0.14, 500)
        print(f"five minutes in Praat: {time.time() - begun:.2f} s")


def main():
    if len(sys.argv) not in (2, 6) or not (shutil.which("espeak-ng") or shutil.which("flite")):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        files = answers(sys.argv[1], folder)
        levels_and_speed(sys.argv[1], folder, files[0])
        if len(sys.argv) == 6:
            clips(sys.argv[1], folder, *sys.argv[3:])


main()
