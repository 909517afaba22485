"""All models: a module for each of the dossier's, and the site's own."""

from vestibule.web.records.models.access import (
    CodeApp,
    OneTimeCode,
    OriginOwner,
    Passkey,
)
from vestibule.web.records.models.answers import Answer, Instrument
from vestibule.web.records.models.audit import AuditEntry
from vestibule.web.records.models.cases import Case, Project, Resource, Use
from vestibule.web.records.models.claims import Claim, Factor, Merge
from vestibule.web.records.models.editions import (
    Draft,
    HarmReport,
    Seen,
    Signature,
    TakenDown,
)
from vestibule.web.records.models.findings import (
    Finding,
    Screening,
    Support,
    Validation,
)
from vestibule.web.records.models.gatherings import Attendance, Gathering
from vestibule.web.records.models.groups import (
    Group,
    Hypothesis,
    Observation,
    Reflection,
)
from vestibule.web.records.models.house import Declaration, DeclaredFile, Origin, Pen
from vestibule.web.records.models.jobs import Job
from vestibule.web.records.models.kept import KeptFile, ReleaseFolder
from vestibule.web.records.models.partners import Account, Partner, Role
from vestibule.web.records.models.people import (
    Consent,
    Person,
    Profile,
    Removal,
    Withdrawal,
)
from vestibule.web.records.models.places import Frame, Place, PlaceName, Target
from vestibule.web.records.models.priorities import Ballot, Priority, Question
from vestibule.web.records.models.promises import (
    Action,
    Commitment,
    Recommendation,
    Response,
    Verification,
)
from vestibule.web.records.models.restitutions import (
    Obligation,
    Published,
    Release,
    Restitution,
)
from vestibule.web.records.models.results import Result
from vestibule.web.records.models.statements import (
    Showing,
    Statement,
    Tally,
    Text,
    Vote,
)
from vestibule.web.records.models.tokens import Token
from vestibule.web.records.models.voices import Code, Coding, Excerpt, Voice

__all__ = [
    "Account",
    "Action",
    "Answer",
    "Attendance",
    "AuditEntry",
    "Ballot",
    "Case",
    "Claim",
    "Code",
    "CodeApp",
    "Coding",
    "Commitment",
    "Consent",
    "Declaration",
    "DeclaredFile",
    "Draft",
    "Excerpt",
    "Factor",
    "Finding",
    "Frame",
    "Gathering",
    "Group",
    "HarmReport",
    "Hypothesis",
    "Instrument",
    "Job",
    "KeptFile",
    "Merge",
    "Obligation",
    "Observation",
    "OneTimeCode",
    "Origin",
    "OriginOwner",
    "Partner",
    "Passkey",
    "Pen",
    "Person",
    "Place",
    "PlaceName",
    "Priority",
    "Profile",
    "Project",
    "Published",
    "Question",
    "Recommendation",
    "Reflection",
    "Release",
    "ReleaseFolder",
    "Removal",
    "Resource",
    "Response",
    "Restitution",
    "Result",
    "Role",
    "Screening",
    "Seen",
    "Showing",
    "Signature",
    "Statement",
    "Support",
    "TakenDown",
    "Tally",
    "Target",
    "Text",
    "Token",
    "Use",
    "Validation",
    "Verification",
    "Voice",
    "Vote",
    "Withdrawal",
]
