package api

import (
	"maps"
	"slices"
	"strings"

	"minhbach/opendata/ckan"
)

// actions is the table of contents; init keeps help_show from being a circle.
var actions map[string]action

func init() {
	actions = map[string]action{
		"site_read":   {"Tells that the site can be read: true.", func(*ckanCall) (any, error) { return true, nil }},
		"status_show": {"Describes the site: title, address, version, extensions.", (*ckanCall).statusShow},
		"help_show":   {"The help text of the action called name.", (*ckanCall).helpShow},

		"package_list":                        {"Names of all public datasets. limit, offset.", (*ckanCall).packageList},
		"package_show":                        {"One dataset by id or name.", (*ckanCall).packageShow},
		"package_search":                      {"Datasets by q, fq, fq_list, sort, rows (at most 1000), start, facet, facet.field, facet.limit, facet.mincount.", (*ckanCall).packageSearch},
		"package_autocomplete":                {"Datasets whose name or title contains q. limit.", (*ckanCall).packageAutocomplete},
		"current_package_list_with_resources": {"Datasets with everything, the last changed first. limit, offset or page.", (*ckanCall).currentPackages},

		"organization_list":          {"Agencies: names, or with all_fields dictionaries. organizations, sort, limit, offset, include_dataset_count, include_extras.", (*ckanCall).organizationList},
		"organization_show":          {"One agency by id or name. include_datasets.", (*ckanCall).organizationShow},
		"organization_autocomplete":  {"Agencies whose name contains q. limit.", (*ckanCall).organizationAutocomplete},
		"organization_list_for_user": {"Nobody is signed in here: an empty list.", nothing},
		"group_list":                 {"Topics: names, or with all_fields dictionaries. groups, sort, limit, offset.", (*ckanCall).groupList},
		"group_show":                 {"One topic by id. include_datasets.", (*ckanCall).groupShow},
		"group_autocomplete":         {"Topics whose name contains q. limit.", (*ckanCall).groupAutocomplete},
		"group_package_show":         {"Datasets of a topic. id, limit.", (*ckanCall).groupPackageShow},
		"tag_list":                   {"Keywords: names, or with all_fields dictionaries. query.", (*ckanCall).tagList},
		"tag_show":                   {"One keyword by name or id. include_datasets.", (*ckanCall).tagShow},
		"tag_search":                 {"Keywords that contain query. limit, offset.", (*ckanCall).tagSearch},
		"tag_autocomplete":           {"Keywords that contain q. limit.", (*ckanCall).tagAutocomplete},
		"license_list":               {"The licences on offer.", func(c *ckanCall) (any, error) { return ckan.Licenses(c.shelf.site(c.base)), nil }},
		"vocabulary_list":            {"Vocabularies of tags: there are none.", nothing},
		"user_list":                  {"Nobody is listed.", nothing},
		"user_show":                  {"Nobody is shown.", func(*ckanCall) (any, error) { return nil, ckan.NotFound("Not found") }},
		"format_autocomplete":        {"Formats that contain q. limit.", (*ckanCall).formatAutocomplete},

		"resource_show":   {"One form of the data by id.", (*ckanCall).resourceShow},
		"resource_search": {"Forms of the data by query: field:value, several fields hold together.", (*ckanCall).resourceSearch},

		"package_activity_list":                   {"Public versions of a dataset. id, limit, offset.", (*ckanCall).packageActivity},
		"organization_activity_list":              {"Public versions of an agency's datasets. id, limit, offset.", (*ckanCall).organizationActivity},
		"group_activity_list":                     {"Public versions of a topic's datasets. id, limit, offset.", (*ckanCall).groupActivity},
		"recently_changed_packages_activity_list": {"Public versions of all datasets. limit, offset.", (*ckanCall).recentActivity},
		"dataset_follower_count":                  {"Followers are not counted: 0.", none},
		"group_follower_count":                    {"Followers are not counted: 0.", none},
		"organization_follower_count":             {"Followers are not counted: 0.", none},
		"dataset_follower_list":                   {"Followers are not kept: an empty list.", nothing},
		"package_relationships_list":              {"Datasets have no relationships: an empty list.", nothing},
		"resource_view_list":                      {"There are no views: an empty list.", nothing},

		"datastore_search":     {"Rows of a table: resource_id, filters, q, plain, fields, sort, distinct, limit (at most 32000), offset, include_total, records_format. The resource _table_metadata lists the tables.", (*ckanCall).datastoreSearch},
		"datastore_info":       {"Columns and number of rows of a table. id or resource_id.", (*ckanCall).datastoreInfo},
		"datastore_search_sql": {"Refused: SQL of strangers is not run.", (*ckanCall).datastoreSQL},
	}
	for _, verb := range []string{"create", "update", "patch", "delete", "purge"} {
		for _, thing := range []string{"package", "resource", "organization", "group", "tag", "vocabulary", "user", "resource_view", "datastore", "api_token", "package_relationship"} {
			actions[thing+"_"+verb] = action{help: "Refused: nothing is changed through this interface."}
		}
	}
	for _, name := range []string{"datastore_upsert", "dataset_purge", "bulk_update_delete", "bulk_update_private", "bulk_update_public", "follow_dataset", "unfollow_dataset",
		"follow_group", "unfollow_group", "follow_user", "unfollow_user", "member_create", "member_delete", "organization_member_create", "organization_member_delete",
		"group_member_create", "group_member_delete", "package_owner_org_update", "package_resource_reorder", "package_revise", "resource_view_reorder", "config_option_update",
		"job_cancel", "job_clear", "send_email_notifications", "task_status_update", "term_translation_update"} {
		actions[name] = action{help: "Refused: nothing is changed through this interface."}
	}
}

func nothing(*ckanCall) (any, error) { return []string{}, nil }
func none(*ckanCall) (any, error)    { return 0, nil }

// ckanVersion is the version of CKAN whose contract this is.
const ckanVersion = "2.11.0"

func (c *ckanCall) statusShow() (any, error) {
	site := c.shelf.site(c.base)
	return map[string]any{
		"site_title": site.Title, "site_description": site.Description, "site_url": c.base, "ckan_version": ckanVersion, "locale_default": "vi", "error_emails_to": nil,
		"extensions": []string{"datastore", "activity", "dcat"}, "software": "Minh Bạch " + c.options.Version,
	}, nil
}

func (c *ckanCall) helpShow() (any, error) {
	name := c.params.Text("name")
	if name == "" {
		return nil, ckan.Missing("name")
	}
	do, ok := actions[name]
	if !ok {
		return nil, ckan.NotFound("Action name not found")
	}
	return do.help, nil
}

func (c *ckanCall) formatAutocomplete() (any, error) {
	found := map[string]bool{}
	for _, d := range c.shelf.docs {
		for _, f := range d.Formats() {
			if ckan.Matches(c.params.Text("q"), f) {
				found[strings.ToLower(f)] = true
			}
		}
	}
	return c.page(slices.Sorted(maps.Keys(found)), 5)
}

// page cuts a list by limit and offset.
func (c *ckanCall) page(all []string, otherwise int) (any, error) {
	from, to, err := c.window(len(all), otherwise)
	if err != nil {
		return nil, err
	}
	return append([]string{}, all[from:to]...), nil
}

func (c *ckanCall) window(n, otherwise int) (from, to int, err error) {
	limit, err := c.params.Natural("limit", otherwise, 1<<30)
	if err != nil {
		return 0, 0, err
	}
	offset, err := c.params.Natural("offset", 0, 1<<30)
	from = min(offset, n)
	return from, min(from+limit, n), err
}
