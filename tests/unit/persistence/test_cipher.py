from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.persistence.cipher import CipherError, FieldCipher, generate_key

OLD, NEW = generate_key(), generate_key()


@given(st.text(st.characters(codec="utf-8")))
def test_what_was_encrypted_comes_back(text: str) -> None:
    cipher = FieldCipher([OLD])
    assert cipher.decrypt(cipher.encrypt(text)) == text


def test_equal_texts_give_different_tokens_without_the_text_in_them() -> None:
    cipher = FieldCipher([OLD])
    assert cipher.encrypt("13800000000") != cipher.encrypt("13800000000")
    assert "13800000000" not in cipher.encrypt("13800000000")


def test_the_first_key_encrypts_and_any_key_decrypts() -> None:
    token = FieldCipher([OLD]).encrypt("张三")
    both = FieldCipher.from_text(f" {NEW}, {OLD} ,")
    assert both.decrypt(token) == "张三"
    assert FieldCipher([NEW]).decrypt(both.encrypt("李四")) == "李四"


def test_rotation_moves_a_token_to_the_first_key() -> None:
    token = FieldCipher([OLD]).encrypt("张三")
    rotated = FieldCipher([NEW, OLD]).rotate(token)
    assert FieldCipher([NEW]).decrypt(rotated) == "张三"
    with pytest.raises(CipherError):
        FieldCipher([OLD]).decrypt(rotated)


@pytest.mark.parametrize("alter", [lambda t: t[:-6] + "AAAAAA", lambda t: t[1:], lambda t: "", lambda t: "汉字"])
def test_altered_tokens_and_foreign_keys_are_refused(alter) -> None:
    token = FieldCipher([OLD]).encrypt("张三")
    for call in (FieldCipher([OLD]).decrypt, FieldCipher([OLD]).rotate):
        with pytest.raises(CipherError, match="none of the field keys"):
            call(alter(token))
    with pytest.raises(CipherError):
        FieldCipher([NEW]).decrypt(token)


def test_no_key_names_the_variable_to_set() -> None:
    with pytest.raises(ValueError, match="LIANFANG_FIELD_KEYS"):
        FieldCipher.from_text(" , ")


@pytest.mark.parametrize("bad", ["secret", "é", "A" * 43])
def test_a_malformed_key_is_named_by_place_and_never_shown(bad: str) -> None:
    with pytest.raises(ValueError, match="field key 2 is not") as caught:
        FieldCipher([OLD, bad])
    assert bad not in str(caught.value)
