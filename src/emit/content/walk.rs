//! From part to part: which nodes close and which open.

use super::nodes::{NodeId, NodeKind, Nodes, TOP};

/// The nodes that are open while a document is written.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    open: Vec<NodeId>,
}

/// What happens before a part.
#[derive(Debug)]
pub(crate) struct Step {
    /// How many of the open nodes stay; those inside close, the innermost first.
    pub(crate) kept: usize,
    /// Nodes that open, the outermost first.
    pub(crate) opened: Vec<NodeId>,
    /// The node that is innermost then.
    pub(crate) inside: NodeId,
}

impl Walk {
    /// Goes into a node. Nodes for which `is_written` is false are left out.
    ///
    /// What stands directly in a list, beside its items, belongs to the item before it; before the
    /// first item the list has not begun.
    pub(crate) fn step(
        &mut self,
        nodes: &Nodes,
        node: NodeId,
        is_written: impl Fn(NodeKind) -> bool,
    ) -> Step {
        let mut path: Vec<NodeId> = Vec::new();
        for id in nodes.path(node) {
            let kind = nodes.node(id).kind;
            if is_written(kind) {
                if !matches!(kind, NodeKind::Item { .. }) {
                    self.settle_in_item(nodes, &mut path);
                }
                // A figure in another one, but for a list between them that is not written.
                let around = path.last().map(|id| nodes.node(*id).kind);
                let is_again = matches!(kind, NodeKind::Figure | NodeKind::Terms);
                if !is_again || around != Some(kind) {
                    path.push(id);
                }
            }
        }
        self.settle_in_item(nodes, &mut path);
        let kept = self.open.iter().zip(&path).take_while(|(a, b)| a == b).count();
        let opened = path[kept..].to_vec();
        let inside = path.last().copied().unwrap_or(TOP);
        self.open = path;
        Step { kept, opened, inside }
    }

    /// Gives what stands directly in a list the item that is open there.
    fn settle_in_item(&self, nodes: &Nodes, path: &mut Vec<NodeId>) {
        let is_list = |id: &NodeId| matches!(nodes.node(*id).kind, NodeKind::List { .. });
        if !path.last().is_some_and(is_list) {
            return;
        }
        match self.open.get(path.len()) {
            Some(item) if self.open.starts_with(path) => path.push(*item),
            _ => drop(path.pop()),
        }
    }
}
