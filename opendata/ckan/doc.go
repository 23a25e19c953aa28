// Package ckan speaks version 3 of CKAN's Action API about our catalogue: its
// dictionaries of datasets, organizations, groups and activities, its search
// grammar, its DataStore questions, its envelope and errors.
//
// It promises identifiers that never change (ids of datasets and agencies,
// record.DistributionID for resources), complete dictionaries (harvesters fetch
// nothing later), and a refusal in CKAN's own words where we differ. Parameters
// that are not known are ignored, as CKAN's clients need it.
//
// It asks nothing and serves nothing: the surface brings records and rows. What
// deviates is in opendata/CONFORMANCE.md.
package ckan
