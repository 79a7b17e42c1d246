"""What can go wrong, grouped by who must act. Each message is one sentence: what was found, what was
expected, how to mend it. "The reports do not say" is an answer, never an error.

What is said stands in `messages.toml`, in every language; an error is raised with the key of its message.
"""

from __future__ import annotations

from typing import Self

from index.messages import Language, Message


class XianbaoError(Exception):
    """Anything that the person running xianbao can mend; shown as it is, on one line.

    `XianbaoError("sources.missing", place=path)`: the key of a message and the values for its holes, which may be
    messages themselves and lists. As text it is the Chinese sentence; `say` gives it in either language.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.message = Message(key, **values)

    @classmethod
    def of(cls, message: Message) -> Self:
        """The error that says what is known already."""
        return cls(message.key, **message.values)

    def __str__(self) -> str:
        return self.say("zh")

    def say(self, language: Language) -> str:
        return self.message.say(language)


class UnreadableReport(XianbaoError):
    """A file that cannot be read as a report: the owner of the file must act."""


class IndexUnusable(XianbaoError):
    """An index that is missing, damaged, or made by another format version or model."""


class ModelUnusable(XianbaoError):
    """An embedding model that cannot be found, unpacked or loaded."""


class IndexBusy(XianbaoError):
    """An index that another build is writing: wait, then try again."""


class NothingToIndex(XianbaoError):
    """Folders that do not exist or hold no report: the person running it must name others."""


class BadMetadata(XianbaoError):
    """A `metadata.csv` that cannot be understood: who wrote it must mend the line."""


class WordsUnusable(XianbaoError):
    """A file of words for the grammar that cannot be read or understood: whoever wrote it must act."""


class BadQuestions(XianbaoError):
    """A file of questions that cannot be understood: who wrote it must mend the line."""


class FontMissing(XianbaoError):
    """No font with Chinese glyphs for a picture: whoever runs the machine must install or name one."""
