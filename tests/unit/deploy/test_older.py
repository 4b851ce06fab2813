from lianfang.deploy.older import definitions, older


def cron_job():
    job = {"spec": {"ttlSecondsAfterFinished": 60, "backoffLimit": 2}}
    spec = {"schedule": "5 4 * * *", "timeZone": "Etc/UTC", "jobTemplate": job}
    return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "x"}, "spec": spec}


def test_groups_that_were_beta_get_their_old_name():
    given = [
        {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": {"maxUnavailable": 1}},
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": {}},
        cron_job(),
    ]
    assert [each["apiVersion"] for each in older(given)] == [
        "policy/v1beta1",
        "autoscaling/v2beta2",
        "batch/v1beta1",
    ]


def test_fields_that_came_later_are_taken_out_and_nothing_else():
    (made,) = older([cron_job()])
    assert made["spec"] == {"schedule": "5 4 * * *", "jobTemplate": {"spec": {"backoffLimit": 2}}}
    ports = [{"protocol": "TCP", "port": 6000, "endPort": 6500}]
    policy = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"egress": [{"ports": ports}]}}
    (made,) = older([policy])
    assert made["spec"]["egress"] == [{"ports": [{"protocol": "TCP", "port": 6000}]}]
    assert made["apiVersion"] == "networking.k8s.io/v1"


def test_what_is_given_is_not_changed():
    given = cron_job()
    list(older([given]))
    assert given == cron_job()


def test_what_is_known_to_the_old_server_stays_as_it_is():
    given = [
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "x"}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}},
        {"apiVersion": "rabbitmq.com/v1beta1", "kind": "Queue", "metadata": {"name": "x"}},
    ]
    assert list(older(given)) == given


def test_definitions_lose_rules_that_the_old_server_does_not_know():
    rule = [{"rule": "self > 0"}]
    schema = {"type": "object", "properties": {"n": {"type": "integer", "x-kubernetes-validations": rule}}}
    (made,) = definitions([{"metadata": {"name": "x", "creationTimestamp": None}, "spec": {"schema": schema}}])
    assert made == {
        "metadata": {"name": "x"},
        "spec": {"schema": {"type": "object", "properties": {"n": {"type": "integer"}}}},
    }


def test_an_empty_text_is_no_default_for_the_old_server_but_other_defaults_stay():
    properties = {"a": {"type": "string", "default": ""}, "default": {"type": "string", "default": "x"}}
    (made,) = definitions([{"metadata": {"name": "x"}, "spec": {"properties": properties}}])
    kept = {"a": {"type": "string"}, "default": {"type": "string", "default": "x"}}
    assert made["spec"]["properties"] == kept
