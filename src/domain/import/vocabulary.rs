//! The words by which the importer knows questions, labels and columns, in lower case.

/// Openings that only an interviewer uses.
pub(super) const REQUESTS: &[&str] = &[
    "tell me", "tell us", "walk me", "walk us", "talk me", "talk us", "talk to me", "take me through", "take us",
    "give me", "give us", "show me", "show us", "teach me", "sell me", "convince me", "convince us",
    "help me understand", "help us understand", "introduce yourself", "say a bit about", "explain to me",
    "parlez-moi", "parle-moi", "parlez-nous", "racontez", "raconte", "décrivez", "décris", "donnez-moi",
    "donne-moi", "présentez-vous", "expliquez-moi", "citez", "erzählen sie", "erzähl", "beschreiben sie",
    "beschreibe", "nennen sie", "nenne", "schildern sie", "schildere", "stellen sie sich", "geben sie",
    "erklären sie", "cuéntame", "cuénteme", "cuéntanos", "háblame", "hábleme", "háblanos", "describe una",
    "describa", "describe un", "dame un", "deme un", "explícame", "raccontami", "mi racconti", "parlami",
    "mi parli", "descriva", "descrivi", "conte-me", "fale-me", "fale sobre", "conte sobre", "descreva", "vertel",
    "beschrijf", "geef een", "noem een", "opowiedz", "opisz", "berätta", "beskriv",
];

/// Openings that an interviewer and an adviser use alike.
pub(super) const IMPERATIVES: &[&str] = &[
    "describe", "share", "explain", "discuss", "think of", "think about", "think back", "recall", "imagine",
    "suppose", "picture", "pretend", "name", "list", "outline", "summarise", "summarize", "compare", "give",
    "talk about", "talk through", "walk through", "rate", "define", "pitch", "reflect on", "identify", "say",
    "present", "elaborate on", "consider", "sketch",
];

/// What follows an imperative where it asks for the candidate's own experience.
pub(super) const OBJECTS: &[&str] = &[
    "a ", "an ", "one ", "how you", "how you'd", "what you'd", "how your", "what you", "why you", "when you", "where you", "your ", "yourself",
    "something ", "someone ", "somebody ", "two ", "three ", "the last", "the most", "the biggest", "the hardest",
    "the toughest", "the best", "the worst", "the proudest", "any ", "us ", "me ", "to me", "to us", "it's ",
    "you ", "you're ", "that you", "this role", "some ", "when ", "every",
];

/// Openings of a request that leaves out the verb.
pub(super) const BARE_OPENINGS: &[&str] = &[
    "a time ", "a situation ", "an example ", "example of a", "a moment ", "a project ", "a decision ",
    "an occasion ", "time when", "time you", "a piece of ", "the last time you", "the most ", "your biggest",
    "your greatest", "your proudest", "your worst", "your best", "your hardest", "your first", "biggest ",
    "greatest ", "proudest ",
];

/// First words of questions that ask for more than yes or no.
pub(super) const ASKING: &[&str] = &[
    "what", "why", "how", "when", "where", "which", "who", "whom", "whose", "what's", "who's", "how's", "where's",
    "warum", "wieso", "wie", "was", "wann", "welche", "welcher", "welches", "wer", "wo", "womit", "worauf",
    "pourquoi", "comment", "quel", "quelle", "quels", "quelles", "qu'est-ce", "que", "quand", "où", "qui", "qué",
    "cómo", "cuál", "cuándo", "quién", "dónde", "perché", "come", "quale", "cosa", "quando", "chi", "por", "como",
    "qual", "waarom", "hoe", "wat", "welke", "wanneer", "dlaczego", "jak", "co", "kiedy", "varför", "hur", "vad",
    "när",
];

/// First words of questions that put the verb first.
pub(super) const INVERTED: &[&str] = &[
    "have", "had", "has", "do", "did", "does", "are", "were", "is", "was", "can", "could", "would", "will",
    "should", "haven't", "didn't", "don't", "aren't", "isn't", "wouldn't", "couldn't", "may", "any", "ever",
    "haben", "hast", "können", "kannst", "sind", "bist", "avez-vous", "as-tu", "pouvez-vous", "peux-tu",
    "êtes-vous", "pourriez-vous", 
];

/// Words that stand second in a question without a question mark.
pub(super) const AUXILIARIES: &[&str] = &[
    "do", "did", "does", "are", "is", "was", "were", "would", "have", "has", "had", "can", "could", "will",
    "should", "motivates", "makes", "drives", "excites", "interests", "attracts", "brings", "frustrates",
    "inspires", "scares", "kind", "sort", "type", "of", "part", "value", "skills", "haben", "hat", "machen",
    "würden", "sind", "ist", "war",
];

/// Words that turn to somebody.
pub(super) const ADDRESSES: &[&str] = &[
    "you", "your", "yours", "yourself", "you've", "you'd", "you're", "you'll", "sie", "ihr", "ihre", "ihren",
    "ihrem", "ihnen", "du", "dein", "deine", "deinen", "dich", "dir", "vous", "votre", "vos", "tu", "ton", "ta",
    "tes", "toi", "usted", "su", "sus", "te", "ti", "suo", "sua", "lei", "você", "seu", "jij", "jouw", "je", "u",
    "uw",
];

/// Words of somebody who speaks of himself or herself.
pub(super) const FIRST_PERSON: &[&str] = &[
    "i", "i'm", "i've", "i'd", "i'll", "my", "we", "we're", "we've", "our", "ich", "wir", "mein", "nous", "mon",
    "yo",
];

/// Words that speak about the interview instead of in it.
pub(super) const ABOUT_INTERVIEWS: &[&str] = &[
    "your answer", "your answers", "your story", "your stories", "this answer", "the star", "star method",
    "star format", "the interviewer", "interviewers ", "the panel", "they want", "they're looking",
    "they are looking", "this guide", "this document", "this list", "this page", "the answer", "a good answer",
    "these questions", "this question", "behavioural interview", "behavioral interview", "behavioural question",
    "behavioral question", "rehearse", "your examples", "their time", "sound familiar", "the candidate",
];

/// Words of advice; a sentence with one of them and no question mark asks nothing.
pub(super) const ADVISING: &[&str] = &[
    "make sure", "be ready", "be specific", "be honest", "be prepared", "avoid ", "don't ", "do not ", "never ",
    "always ", "remember", "you should", "should be", "keep it", "keep the", "prepare", "practise", "practice ",
    "in under", "sentences", "instead of", "rather than saying", "stay ",
];

/// What stands before the verb for politeness.
pub(super) const LEAD_INS: &[&str] = &[
    "please", "so", "ok", "okay", "and", "now", "first", "well", "alright", "great", "next", "finally", "lastly",
    "then", "but", "also", "briefly", "can you", "could you", "would you", "can you please", "could you please",
    "i'd like you to", "i want you to", "we'd like you to", "bitte", "können sie", "pouvez-vous", "pourriez-vous",
    "puedes", "por favor", "or",
];

/// Labels of the question itself.
pub(super) const QUESTION_LABELS: &[&str] = &[
    "q", "question", "primary question", "main question", "core question", "the question", "interviewer", "opener",
    "opening question", "prompt", "lead question", "frage", "pregunta", "domanda", "pergunta", "vraag",
    "original question", "they ask", "interview question", "lead in", "recruiter", "hauptfrage",
    "question principale",
];

/// Labels of follow-ups.
pub(super) const FOLLOW_UP_LABELS: &[&str] = &[
    "fu", "fus", "then", "then they ask", "they may then ask", "next", "drill down", "drill downs",
    "digging deeper", "dig deeper", "going deeper", "go deeper", "deeper", "push", "if they push", "pushback",
    "push back", "expect next", "rückfragen", "nachfragen", "nachfrage", "questions de relance", "relances",
    "relance", "preguntas de seguimiento", "seguimiento", "probing questions", "probe questions", "likely next",
    "they might also ask", "they may also ask", "and then", "sub questions", "subquestions", "also expect",
    "expect", "second round", "vervolgvragen", "approfondimenti", "domande di approfondimento",
];

/// Labels of what a question tests.
pub(super) const PROBE_LABELS: &[&str] = &[
    "intent", "purpose", "signal", "signals", "looking for", "look for", "listening for", "listen for", "tests",
    "testing", "assesses", "assessing", "measures", "evaluates", "evaluating", "checks", "checking", "rubric",
    "criteria", "they want", "why", "goal", "trait", "traits", "wants", "rationale", "behind the question",
    "behind it", "reason", "competency", "competencies", "competency tested", "really about", "really asking",
    "worauf es ankommt", "ziel", "ce qu'ils cherchent", "objectif", "qué buscan", "objetivo", "good signs",
    "green flags", "worum es geht", "cosa cercano", "meaning", "subtext", "hidden question", "interviewer wants",
    "explanation",
];

/// Labels of themes.
pub(super) const THEME_LABELS: &[&str] = &[
    "tag", "tags", "theme", "themes", "keyword", "keywords", "skills", "skill", "labels", "value", "values",
    "principle", "principles", "thema",
];

/// Labels of the category.
pub(super) const CATEGORY_LABELS: &[&str] = &[
    "category", "section", "topic", "area", "group", "kategorie", "catégorie", "categoría", "type", "bereich",
];

/// Labels of an answer and its parts.
pub(super) const ANSWER_LABELS: &[&str] = &[
    "a", "ans", "answer", "answers", "my answer", "response", "my response", "situation", "task", "action",
    "actions", "result", "results", "context", "challenge", "learning", "learnings", "lesson", "lessons", "outcome",
    "star", "s", "t", "r", "story", "my story", "me", "candidate", "script", "draft", "example", "obstacle",
    "impact", "what i did", "what i learned", "what i learnt", "what i said", "what happened", "hook",
    "bullet points", "key points", "talking points", "answer outline", "outline", "antwort", "meine antwort",
    "réponse", "ma réponse", "respuesta", "mi respuesta", "risposta", "problem", "approach", "good", "bad",
    "better", "weak", "strong", "reply", "background", "numbers", "metrics", "musterantwort", "beispielantwort",
    "resposta", "antwoord", "punchline", "you",
];

/// Labels of advice, and of everything else that is neither question nor answer.
pub(super) const ADVICE_LABELS: &[&str] = &[
    "tip", "tips", "advice", "note", "notes", "how to answer", "remember", "avoid", "do", "don't", "dont",
    "dos and don'ts", "mistakes", "common mistakes", "red flags", "red flag", "hint", "hints", "reminder",
    "reminders", "checklist", "resources", "links", "prep", "preparation", "logistics", "format", "agenda",
    "schedule", "about", "overview", "introduction", "intro", "summary", "how to use", "how to use this",
    "structure", "method", "framework", "warning", "my take", "reflection", "retro", "feedback", "next steps",
    "glossary", "coding", "code", "caution", "pitfalls", "traps", "to do", "todo", "general",
    "before the interview", "during the interview", "after the interview", "on the day", "the day before",
    "the process", "process", "timeline", "further reading", "what to expect", "how it works", "ps", "p s",
    "important", "source", "sources", "author", "date", "difficulty", "level", "status", "tipp", "tipps", "conseil",
    "conseils", "consejo", "consejos", "variation", "variations", "also asked as", "subject", "from", "to", "cc",
    "when", "where", "who", "duration", "length", "time", "vorbereitung",
];

/// Headings that name no subject of their own.
pub(super) const GENERIC_TITLES: &[&str] = &[
    "questions", "question", "question bank", "interview questions", "the questions", "list", "question list",
    "fragen", "preguntas", "main", "sample questions", "possible questions", "likely questions",
    "example questions", "questions they ask", "practice questions", "all questions",
];

/// Words over questions that the candidate asks.
pub(super) const FOR_THE_INTERVIEWER: &[&str] = &[
    "questions to ask", "questions for them", "questions for the interviewer", "questions for the panel",
    "questions for the team", "questions for the hiring manager", "questions for my interviewer",
    "ask them", "questions i want to ask", "questions i will ask", "questions i should ask", "questions i'll ask",
    "questions you can ask", "questions you could ask", "you can ask us", "to ask us", "reverse interview",
    "questions at the end", "your questions for us", "questions for the company", "rückfragen an",
    "fragen an das unternehmen", "fragen an", "questions à poser", "preguntas para ellos", "what to ask them",
    "things to ask", "questions for your interviewer", "questions for us", "smart questions",
];

/// Words of headings over answers.
pub(super) const ANSWER_SECTIONS: &[&str] = &[
    "sample answer", "example answer", "model answer", "my answer", "my stories", "story bank", "story notes",
    "sample response",
];

/// Words of headings over advice.
pub(super) const ADVICE_SECTIONS: &[&str] = &[
    "vocabulary", "glossary",
    "how to", "to do ", "how i ", "how we ", "tips", "advice", "checklist", "prepar", "before you", "before the",
    "on the day", "mistake", "resources", "logistics", "star method", "about the company", "about this", "why this",
    "what to expect", "red flag", "ask yourself", "rules", "housekeeping", "what is ", "what they want",
    "reading list", "takeaway", "lessons learned", "background on", "the process", "timeline", "to remember",
    "reminders", "what not to", "dos and", "logistik",
];

/// Words within labels of follow-ups.
pub(super) const FOLLOW_UP_PHRASES: &[&str] = &[
    "follow up", "followup", "follow on", "followed by", "they then ask", "then ask", "might push", "may push",
    "might dig", "may dig", "will dig", "dug into", "dug deeper", "asked next",
];

/// First words of labels of what a question tests.
pub(super) const PROBE_PHRASES: &[&str] = &[
    "what they", "what it ", "what this ", "what the interviewer", "what interviewers", "what we ", "what i listen",
    "why they", "why it", "why this is", "why we ask", "why do they ask", "why interviewers", "looking for",
    "they look for", "they are looking", "they're looking", "they want to", "what's behind", "what is behind",
    "what good looks", "what's being", "what a ", "what is being", "competency", "signals", "what to look for",
    "what to listen",
];

/// Headers of columns that hold nothing to import.
pub(super) const OTHER_COLUMNS: &[&str] = &[
    "answer", "#", "id", "no", "no.", "nr", "number", "notes", "status", "date", "difficulty", "confidence",
    "source", "asked by", "asked at", "company", "story", "my story", "notizen", "question #", "question no",
    "question id", "question type",
];

/// Words in the header of a column of follow-ups.
pub(super) const FOLLOW_UP_COLUMNS: &[&str] = &[
    "follow", "probing", "next question", "rückfrage", "nachfrage", "relance", "seguimiento", "drill", "they then",
    "then ask",
];

/// Words in the header of a column of what questions test.
pub(super) const PROBE_COLUMNS: &[&str] = &[
    "look for", "looking for", "why they", "why it", "purpose", "probe", "tests", "what it", "what they", "intent",
    "signal", "assess", "evaluat", "criteria", "competenc", "worauf", "ziel", "objectif", "recherch", "buscan",
    "what good", "behind", "rationale", "goal",
];

/// Words in the header of a column of themes.
pub(super) const THEME_COLUMNS: &[&str] = &[
    "theme", "tag", "keyword", "skill", "value", "principle", "label",
];

/// Words in the header of a column of categories.
pub(super) const CATEGORY_COLUMNS: &[&str] = &[
    "category", "topic", "section", "area", "group", "type", "kategorie", "catégorie", "categoría", "bereich",
    "thema", "round", "tema",
];

/// Words in the header of a column of questions.
pub(super) const QUESTION_COLUMNS: &[&str] = &[
    "question", "prompt", "they ask", "frage", "pregunta", "domanda", "pergunta", "vraag", "asked", "ask",
];

/// Words that hardly any English sentence of some length does without.
pub(super) const ENGLISH: &[&str] = &[
    "the", "a", "an", "to", "of", "and", "in", "for", "with", "your", "you", "is", "are", "on", "at", "from", "that",
    "this", "when", "what", "how", "about", "not", "by", "as", "it",
];
