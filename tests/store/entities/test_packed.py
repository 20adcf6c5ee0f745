"""Proposals in columns."""

from hypothesis import given
from hypothesis import strategies as st

from store.entities.overlap import Proposal
from store.entities.packed import Meaning, Packed

proposals = st.lists(
    st.builds(
        Proposal,
        st.integers(0, 60_000),
        st.integers(0, 60_000),
        st.sampled_from(["Person", "-", "title"]),
        st.text(max_size=5),
        st.text(max_size=5),
        st.integers(-9, 9),
    )
)


@given(proposals, proposals)
def test_what_is_packed_comes_out_as_it_was(some: list[Proposal], others: list[Proposal]) -> None:
    said: dict[Meaning, Meaning] = {}
    packed = [Packed(each, said) for each in (some, others)]
    assert [list(each) for each in packed] == [some, others]
    assert said.keys() == {each[2:] for each in (*some, *others)}
