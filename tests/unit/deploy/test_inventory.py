import pytest

from lianfang.deploy.inventory import Workload, quantity, table, workloads

SIZES = {"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}


def deployment(name, **spec):
    pod = {"spec": {"containers": [{"resources": SIZES}]}}
    return {"kind": "Deployment", "metadata": {"name": name}, "spec": {"template": pod, **spec}}


@pytest.mark.parametrize(
    ("text", "number"), [("250m", 0.25), ("2Gi", 2**31), ("1", 1), (2, 2), ("512Mi", 2**29), ("1.5", 1.5)]
)
def test_quantities_are_read(text, number):
    assert quantity(text) == number


def test_a_word_that_is_no_quantity_is_refused():
    with pytest.raises(ValueError, match="plenty"):
        quantity("plenty")


def test_pods_are_as_many_as_the_scaler_allows_or_as_is_written():
    target = {"scaleTargetRef": {"name": "incident"}, "minReplicas": 2, "maxReplicas": 12}
    scaler = {"kind": "HorizontalPodAutoscaler", "metadata": {"name": "x"}, "spec": target}
    found = {
        each.name: each for each in workloads([deployment("incident"), deployment("grid", replicas=3), scaler])
    }
    assert found["incident"].pods == (2, 12)
    assert found["grid"].pods == (3, 3)
    assert found["grid"].cpu == (0.25, 1)
    assert found["grid"].memory == (2**29, 2**30)


def test_what_operators_make_is_counted_with_its_disk():
    claim = {"spec": {"resources": {"requests": {"storage": "100Gi"}}}}
    pod = {"spec": {"containers": [{"resources": SIZES}, {"resources": SIZES}]}}
    inner = {"template": pod, "volumeClaimTemplates": [claim]}
    store = {
        "kind": "MongoDBCommunity", "metadata": {"name": "store"},
        "spec": {"members": 3, "statefulSet": {"spec": inner}},
    }  # fmt: skip
    (found,) = workloads([store])
    assert (found.pods, found.cpu, found.disk) == ((3, 3), (0.5, 2), 100 * 2**30)


def test_the_table_sums_up_what_is_asked_at_least_and_at_most():
    rows = [
        Workload("Deployment", "a", (2, 4), (0.5, 1), (2**30, 2**31)),
        Workload("X", "b", (1, 1), (1, 1), (0, 0), 2**30),
    ]
    least, most = list(table(rows))[-2:]
    assert least == "| together | at least | 3 | asks 2 | asks 2.00 GiB | 1 GiB | |"
    assert most == "| together | at most | 5 | asks 3 | asks 4.00 GiB | 1 GiB | |"
