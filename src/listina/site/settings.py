"""Django's settings, derived from one `Environment` and from nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from listina.site.environment import Environment

ENVIRONMENT = Environment.read(os.environ)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = sorted({ENVIRONMENT.hostname, "localhost", "127.0.0.1"})
ROOT_URLCONF = "listina.site.urls"
WSGI_APPLICATION = "listina.site.wsgi.application"

_ROOT = Path(__file__).resolve().parent.parent
_APPS = ("database", "audit", "accounts", "register", "conversions", "office", "portal")
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    *(f"listina.{app}" for app in _APPS if (_ROOT / app / "__init__.py").is_file()),
]

MIDDLEWARE = [
    "listina.site.middleware.request_log",
    "listina.site.middleware.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "listina.site.body_limits.BodyLimits",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "listina.site.middleware.Services",
    "listina.accounts.middleware.ActorMiddleware",
    "listina.site.middleware.Faults",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": ENVIRONMENT.database_host,
        "PORT": str(ENVIRONMENT.database_port),
        "NAME": ENVIRONMENT.database_name,
        "USER": ENVIRONMENT.database_role,
        "PASSWORD": ENVIRONMENT.database_password,
        # A connection lives as long as its thread serves requests; a broken one is noticed before it is used.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache holds counters only (limits of the public pages); all processes of a machine share it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(ENVIRONMENT.storage_folder / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# What public checks of documents came to, for minutes; `site.forget_checks` deletes it.
CHECKS_FOLDER = str(ENVIRONMENT.storage_folder / "checks")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["listina.accounts.backend.SessionBackend"]
AUTHENTICATION_BACKENDS = ["listina.accounts.backend.SessionBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/prihlaseni/"
LOGIN_REDIRECT_URL = "/konverze/"

SESSION_COOKIE_NAME = "__Host-listina-session"
SESSION_COOKIE_AGE = ENVIRONMENT.session_idle_minutes * 60
SESSION_SAVE_EVERY_REQUEST = True  # the age counts from the last request
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-listina-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = False  # the upload script sends it in a header
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # addresses of clauses hold a check code
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.hostname != "localhost" else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

# How much a request may carry at all is decided by `listina.site.body_limits`.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "cs"
LANGUAGES = [("cs", "čeština"), ("en", "English")]
LOCALE_PATHS = [_ROOT / "site" / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-listina-language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
TIME_ZONE = "Europe/Prague"
USE_TZ = True

STATIC_URL = "/static/"
# The static files are few and small: served from the folders of the apps, without a collecting step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 300

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Django must not set up logging of its own: `listina.site.logs` does, once.
LOGGING_CONFIG = None
