"""What a dry run says when it can't begin, and how it reads kubectl's complaints."""

import os

import pytest

from lianfang.deploy.api_server import reasons, server
from lianfang.deploy.rendered import CheckFailed, counted, render

FILES = {"/t/0000.yaml": "Deployment incident", "/t/0001.yaml": "Gateway lianfang"}


def test_a_complaint_is_given_to_the_object_whose_file_it_names():
    told = (
        'Error from server (Invalid): error when creating "/t/0000.yaml": Deployment.apps "incident" is invalid\n'
    )
    why = 'Error from server (Invalid): error when creating : Deployment.apps "incident" is invalid'
    assert reasons(told, FILES) == {"Deployment incident": why}


def test_lines_that_name_no_file_go_on_with_the_complaint_before():
    told = (
        'The Deployment in "/t/0000.yaml" is invalid:\n* spec.a: Required\nunable to recognize "/t/0001.yaml": no\n'
    )
    found = reasons(told, FILES)
    assert found["Deployment incident"].endswith("is invalid: * spec.a: Required")
    assert found["Gateway lianfang"] == "unable to recognize : no"


def test_what_the_server_finds_wrong_names_the_object_and_no_file():
    told = (
        'The Gateway "lianfang" is invalid: spec.port: 7\nThe Deployment "incident" is invalid:\n* a: no\n* b: no\n'
    )
    assert reasons(told, FILES) == {
        "Gateway lianfang": "spec.port: 7",
        "Deployment incident": "* a: no * b: no",
    }


def test_warnings_are_no_refusals():
    assert reasons('Warning: policy/v1beta1 in "/t/0000.yaml" is deprecated\n', FILES) == {}


@pytest.mark.parametrize(("environment", "said"), [
    ({}, "LIANFANG_KUBECONFIG is missing"),
    ({"LIANFANG_KUBECONFIG": "/nowhere/kc.yaml"}, "/nowhere/kc.yaml is no file"),
    ({"LIANFANG_KUBECONFIG": os.devnull, "LIANFANG_KUBE_APISERVER": "/nowhere/kube"}, "/kube cannot be run"),
])  # fmt: skip
def test_without_a_server_it_says_what_to_set(environment, said):
    with pytest.raises(CheckFailed, match=said), server(environment):
        pass


def test_a_server_that_does_not_start_is_reported_in_its_own_words(tmp_path):
    command = tmp_path / "kube"
    command.write_text("#!/bin/sh\necho no etcd here\nexit 3\n")
    command.chmod(0o755)
    given = {"LIANFANG_KUBECONFIG": os.devnull, "LIANFANG_KUBE_APISERVER": str(command)}
    with pytest.raises(CheckFailed, match="`start` failed: no etcd here"), server(given):
        pass


def test_an_overlay_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(CheckFailed, match=r"'nowhere' is none \(known: ci, dev, prod\)"):
        render("nowhere")


def test_objects_are_counted_by_group_and_kind():
    pods = [{"apiVersion": "v1", "kind": "Pod"}] * 2
    assert counted([{"apiVersion": "apps/v1", "kind": "Deployment"}, *pods]) == [
        ("apps/v1", "Deployment", 1),
        ("v1", "Pod", 2),
    ]
