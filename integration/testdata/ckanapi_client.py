"""Asks a portal through ckanapi, as its users do, and prints what came back as JSON."""
import json
import subprocess
import sys

from ckanapi import NotAuthorized, NotFound, RemoteCKAN, SearchQueryError, ValidationError

url, resource = sys.argv[1:]
out = {}


def refused(kind, f, **kw):
    try:
        f(**kw)
    except kind as e:
        return str(e) != ""
    return False


for get_only in (False, True):
    site = RemoteCKAN(url, user_agent="minhbach-test", get_only=get_only, apikey="nobody")
    names = site.action.package_list()
    found = site.action.package_search(q="dan so", fq="organization:" + site.action.organization_list()[0], rows=10)
    rows = site.action.datastore_search(resource_id=resource, limit=2, sort="so_dan desc")
    out["get" if get_only else "post"] = {
        "names": names,
        "status": site.action.status_show()["ckan_version"],
        "title": site.action.package_show(id=names[0])["title"],
        "count": found["count"],
        "total": rows["total"],
        "first": rows["records"][0],
        "not_found": refused(NotFound, site.action.package_show, id="khong-co"),
        "validation": refused(ValidationError, site.action.package_show),
        "query": refused(SearchQueryError, site.action.package_search, fq="("),
        "denied": refused(NotAuthorized, site.action.package_create, name="x") if not get_only else True,
        "sql": refused(NotAuthorized, site.action.datastore_search_sql, sql="SELECT 1"),
    }

dumped = {}
for thing in ("datasets", "groups", "organizations"):
    run = subprocess.run([sys.executable, "-m", "ckanapi.cli.main", "dump", thing, "--all", "-r", url, "-q"], capture_output=True, text=True)
    if run.returncode != 0 or not run.stdout:
        run = subprocess.run(["ckanapi", "dump", thing, "--all", "-r", url, "-q"], capture_output=True, text=True)
    dumped[thing] = [json.loads(line)["name"] for line in run.stdout.splitlines()]
    if run.returncode != 0:
        dumped["error"] = run.stderr[-500:]
out["dumped"] = dumped
print(json.dumps(out))
