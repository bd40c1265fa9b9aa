//! What stands around blocks: quotes, lists and their items, figures. One pass over the elements,
//! parents first.

use crate::build::{Arena, ElementId, Numbering, ROOT};
use crate::tokenize::Tag;

use super::super::countdown::Countdowns;
use super::super::places::Places;

/// Index of a [`Node`].
pub(crate) type NodeId = u32;
/// The document.
pub(crate) const TOP: NodeId = 0;

/// Quotes and lists inside each other that are told apart: each line of what is inside costs a few
/// bytes for each.
const MAX_DEPTH: u8 = 10;

/// Something around blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) parent: NodeId,
    pub(crate) kind: NodeKind,
    /// Nodes around it.
    pub(crate) level: u8,
    /// Quotes and lists around it, and itself.
    depth: u8,
    /// Of a list: how it is numbered.
    pub(crate) numbering: Numbering,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Top,
    Quote,
    List {
        is_numbered: bool,
    },
    /// Its number counts in numbered lists.
    Item {
        number: u16,
        /// Whether it is done, if it is a task.
        task: Option<bool>,
    },
    Figure,
    /// A list of terms and definitions.
    Terms,
}

/// The nodes of a document.
#[derive(Debug)]
pub(crate) struct Nodes {
    nodes: Vec<Node>,
    /// The innermost node of each element.
    of_elements: Vec<NodeId>,
    /// The parent of the items at hand that have no list of their own, and the list made for them.
    orphans: Option<(ElementId, NodeId)>,
    countdowns: Countdowns,
}

impl Nodes {
    pub(super) fn new(arena: &Arena, places: &Places) -> Nodes {
        let numbering = Numbering::default();
        let top = Node { parent: TOP, kind: NodeKind::Top, level: 0, depth: 0, numbering };
        let of_elements = Vec::with_capacity(arena.elements.len());
        let countdowns = Countdowns::new(arena);
        let mut nodes = Nodes { nodes: vec![top], of_elements, orphans: None, countdowns };
        for id in 0..arena.elements.len() as ElementId {
            let node = nodes.place(arena, places, id);
            nodes.of_elements.push(node);
        }
        nodes
    }

    /// The innermost node around text directly in an element.
    pub(super) fn of(&self, element: ElementId) -> NodeId {
        self.of_elements[element as usize]
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The nodes from the outermost to `id`, without the document.
    pub(crate) fn path(&self, id: NodeId) -> Vec<NodeId> {
        let mut path = Vec::new();
        let mut next = id;
        while next != TOP {
            path.push(next);
            next = self.node(next).parent;
        }
        path.reverse();
        path
    }

    fn place(&mut self, arena: &Arena, places: &Places, id: ElementId) -> NodeId {
        if id == ROOT {
            return TOP;
        }
        let element = &arena.elements[id as usize];
        let around = self.of_elements[element.parent as usize];
        match element.tag {
            Tag::Blockquote => self.push(around, NodeKind::Quote),
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir if places.begins_list(arena, id) => {
                let list =
                    self.push(around, NodeKind::List { is_numbered: element.tag == Tag::Ol });
                if list != around {
                    self.nodes[list as usize].numbering = numbering(arena, id);
                }
                list
            }
            Tag::Li if places.begins_item(id) => {
                let list = self.list_of_item(element.parent, around);
                let number = self.countdowns.number(element.parent, element.ordinal);
                let task = arena.task(id);
                self.push(list, NodeKind::Item { number, task })
            }
            Tag::Figure => self.push(around, NodeKind::Figure),
            Tag::Dl => self.push(around, NodeKind::Terms),
            _ => around,
        }
    }

    /// The list that an item belongs to, which is made if the page has none.
    fn list_of_item(&mut self, parent: ElementId, around: NodeId) -> NodeId {
        match self.node(around).kind {
            NodeKind::List { .. } => return around,
            // Deeper lists than are told apart belong to the innermost that is.
            NodeKind::Item { .. } if self.node(around).depth >= MAX_DEPTH => {
                return self.node(around).parent;
            }
            _ => {}
        }
        match self.orphans {
            Some((last, list)) if last == parent => list,
            _ => {
                let list = self.push(around, NodeKind::List { is_numbered: false });
                self.orphans = Some((parent, list));
                list
            }
        }
    }

    fn push(&mut self, parent: NodeId, kind: NodeKind) -> NodeId {
        let Node { level, depth, kind: parent_kind, .. } = *self.node(parent);
        let depth = depth + u8::from(matches!(kind, NodeKind::Quote | NodeKind::List { .. }));
        let is_too_deep = depth > MAX_DEPTH || level >= 3 * MAX_DEPTH;
        // Some old pages indent with a figure or a list of terms in another one.
        let is_again = parent_kind == kind && matches!(kind, NodeKind::Figure | NodeKind::Terms);
        let is_item = matches!(kind, NodeKind::Item { .. });
        let is_homeless = is_item && !matches!(parent_kind, NodeKind::List { .. });
        if is_too_deep || is_again || is_homeless {
            return parent;
        }
        let numbering = Numbering::default();
        self.nodes.push(Node { parent, kind, level: level + 1, depth, numbering });
        self.nodes.len() as NodeId - 1
    }
}

fn numbering(arena: &Arena, list: ElementId) -> Numbering {
    let all = &arena.numberings;
    let found = all.binary_search_by_key(&list, |(element, _)| *element);
    found.map_or(Numbering::default(), |at| all[at].1)
}
