"""Words of page furniture, by the reason that is told: words and shapes of many pages, never of one."""

#: Patterns, each for a whole stretch, case not counted.
PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "menu",
        (
            r"(?:main |site |toggle |open |close )?(?:menu|navigation)",
            r"home(?:page)?",
            r"search(?: for)?[:\u2026.]*",
            r"skip to (?:main )?content",
            r"back to (?:the )?(?:top|home(?:page)?)",
            r"(?:go )?to the top",
            r"contact(?: us)?",
            r"about(?: us)?",
            r"log ?in",
            r"sign in",
            r"register",
            r"my account",
            r"next(?: page| article)?",
            r"previous(?: page| article)?",
            r"(?:load|show|see|view) (?:more|all)",
            r"toggle \w+",
            r"close",
            r"sitemap",
            r"accessibility",
        ),
    ),
    (
        "call to follow or to share",
        (
            r"(?:connect|stay connected|stay in touch|keep in touch) with us",
            r"(?:follow|like|join|find) us\b.*",
            r"share(?: this)?(?: article| story| post| page| on .*)?",
            r"(?:share|tweet|pin|e-?mail|whatsapp|telegram|facebook|twitter|x|linkedin|reddit|copy link|"
            r"instagram|youtube)",
            r"(?:send|forward) (?:this )?(?:to a friend|by e-?mail)",
            r"send by e-?mail",
            r"publish on .{2,40}",
        ),
    ),
    (
        "call to subscribe",
        (
            r".*\b(?:subscribe|sign up|signing up|register)\b.*\b(?:newsletters?|updates?|alerts?|inbox|"
            r"mailing list|today|now)\b.*",
            r"(?:our |weekly |daily |free )*newsletters?",
            r"subscribe",
            r"subscribe (?:to|now)\b.*",
            r"enter your e-?mail.*",
            r"(?:your )?e-?mail(?: address)?\*?",
            r"(?:become a member|support us|donate)(?: today| now)?",
            r"get (?:the latest|our) .*\b(?:inbox|newsletter)\b.*",
        ),
    ),
    (
        "terms and rights",
        (
            r".*\b(?:terms of (?:use|service)|terms (?:and|&) conditions|privacy policy|privacy notice|"
            r"cookie policy|all rights reserved)\b.*",
            r"(?:copyright|\u00a9|\(c\)).{0,120}",
            r"(?:by )?(?:submitting|clicking|continuing|signing up)\b.*\byou (?:agree|are agreeing|accept)\b.*",
        ),
    ),
    (
        "advertisement",
        (
            r"advertise(?:ment)?s?",
            r"advertising",
            r"sponsored(?: content| by .*)?",
            r"promoted(?: content)?",
            r"ad",
        ),
    ),
    (
        "teaser",
        (
            r"(?:read|learn|see|find out) more\b.{0,80}",
            r"continue reading.*",
            r"(?:click|tap) here\b.*",
            r"\[?read (?:the )?(?:full|whole) .*",
            r"listen to this article.*",
            r"watch(?: the)? video",
        ),
    ),
    (
        "publication details",
        (
            r"(?:(?:print|online|electronic|e)[ -]?)?issn\b.{0,40}",
            r"isbn\b.{0,40}",
            r"doi\b.{0,80}",
            r"https?://\S+",
            r"www\.\S+",
            r"pp?\. ?\d+\s*[-\u2013]\s*\d+",
            r"launched on \w+(?: \w+)?",
            r"open access",
            r"(?:free |restricted )?access",
            r"additional information",
            r"(?:download|save|view|buy)(?: (?:this|the|full))*(?: (?:pdf|article|citation|text|issue|"
            r"as pdf))*(?: pdf)?",
            r"pdf",
            r"print(?: version| this(?: page| article)?)?",
            r"(?:cite|citation)(?: this(?: article)?)?",
            r"vol(?:ume|\.) ?\d+.{0,60}\b(?:no\.|number|issue) ?\d+.{0,40}",
            r"views?:? ?[\d,.]+",
            r"[\d,.]+ (?:views?|shares?|comments?|likes?)",
            r"in lieu of an abstract\b.*",
            r"this (?:article|piece|essay|post|commentary|text) (?:was |is |has been )?(?:originally |"
            r"first )*(?:appeared|published|posted|republished)\b.*",
            r"(?:first |originally )?published (?:by|in|on|at) .{2,80}",
            r"\[\u2026\]",
            r"(?:status|materials?|sections?|topics?|tags?|filed under|categor(?:y|ies)|geography|"
            r"persons?)\b:?.{0,80}",
            r"text version",
            r"official (?:internet resources|website)\b.*",
        ),
    ),
    (
        "reading time",
        (
            r"\d+[\s-]?min(?:ute)?s?\.? read",
            r"(?:estimated )?reading time:? .{0,20}",
            r"read time:? .{0,20}",
        ),
    ),
)
